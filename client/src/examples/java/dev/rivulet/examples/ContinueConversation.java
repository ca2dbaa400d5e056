package dev.rivulet.examples;

import dev.rivulet.client.RivuletClient;

/** Two turns of one session: the second knows what was said in the first. */
public final class ContinueConversation {

    private ContinueConversation() {}

    public static void main(String[] args) {
        String session = "conversation-with-ada"; // yours to choose, one for each conversation
        try (RivuletClient client = RivuletClient.of(Address.of(args))) {
            System.out.println(client.ask(session, "My name is Ada.").text());
            System.out.println(client.ask(session, "What is my name?").text());
        }
    }
}
