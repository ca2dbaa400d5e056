package dev.rivulet.local.chat;

/** Reads the user's prompts. */
interface PromptReader {

    /** The user's input. */
    sealed interface Input {

        /** A prompt. */
        record Line(String prompt) implements Input {}

        /** The end of the input. */
        record EndOfInput() implements Input {}

        /** The user wants to leave at once. */
        record Quit() implements Input {}
    }

    /** Waits for the next input. */
    Input next();
}
