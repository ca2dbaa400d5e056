package dev.rivulet.examples;

import dev.rivulet.client.RivuletClient;

/** Runs two turns in one session: the model gets the first turn together with the second. */
public final class ContinueConversation {

    private ContinueConversation() {}

    public static void main(String[] args) {
        String session = "conversation-with-ada"; // chosen by you, one for each conversation
        try (RivuletClient client = RivuletClient.of(Address.of(args))) {
            System.out.println(client.ask(session, "My name is Ada.").text());
            System.out.println(client.ask(session, "What is my name?").text());
        }
    }
}
