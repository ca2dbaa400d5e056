package dev.rivulet.local.chat;

/** Where a conversation's prompts come from. */
interface PromptReader {

    /** What the user did. */
    sealed interface Input {

        /** Asked something. */
        record Line(String prompt) implements Input {}

        /** Has no more to say. */
        record EndOfInput() implements Input {}

        /** Wants to leave at once. */
        record Quit() implements Input {}
    }

    /** Waits for the user. */
    Input next();
}
