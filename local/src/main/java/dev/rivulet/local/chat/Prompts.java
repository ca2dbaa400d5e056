package dev.rivulet.local.chat;

/** Where a conversation's prompts come from. */
interface Prompts {

    /** What the user did. */
    sealed interface Input {

        /** Asked something. */
        record Words(String prompt) implements Input {}

        /** Has no more to say. */
        record Over() implements Input {}

        /** Wants to leave at once. */
        record Left() implements Input {}
    }

    /** Waits for the user. */
    Input next();
}
