package dev.rivulet.examples;

import dev.rivulet.client.Message;
import dev.rivulet.client.OnDisconnect;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.Turn;
import dev.rivulet.client.WhenBusy;
import java.util.List;

/** Sets options of one turn. Options that are not set use the server's defaults. */
public final class ChooseModel {

    private ChooseModel() {}

    public static void main(String[] args) {
        Prompt prompt = Prompt.of("Write a haiku about Kafka").model("gpt-4o").maxTokens(12).temperature(0.2)
                .system("You are a poet.").whenBusy(WhenBusy.REJECT).onDisconnect(OnDisconnect.CANCEL);
        Prompt conversation = Prompt
                .ofMessages(List.of(Message.system("Be brief."), Message.user("Write a haiku about a river")));
        try (RivuletClient client = RivuletClient.of(Address.of(args))) {
            Turn brief = client.ask("options", prompt, null);
            System.out.println(brief.finishReason() + ": " + brief.text());
            System.out.println(client.ask("options", conversation, null).text());
        }
    }
}
