package dev.rivulet.local.answer;

import dev.rivulet.client.Conversation;
import dev.rivulet.client.Message;
import dev.rivulet.client.SubmittedTurn;
import dev.rivulet.local.screen.SafeText;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;
import java.util.List;

/** Shows the prompts and answers of a session so far. */
public record ConversationView(Screen screen) {

    private static final int SHOWN = 20;

    /** Shows the newest messages, the queued turns, and last the prompt of the open turn: its answer follows. */
    public void show(Conversation past) {
        List<Message> messages = past.messages();
        int hidden = Math.max(0, messages.size() - SHOWN);
        if (hidden > 0) {
            screen.line(Tone.NOTE, "(" + hidden + " earlier messages)");
        }
        messages.subList(hidden, messages.size()).forEach(this::show);
        past.queue().forEach(this::queued);
        if (past.open() != null) {
            prompted(past.open());
        }
    }

    /** Shows the prompt of a turn that opens. */
    public void prompted(SubmittedTurn turn) {
        prompt(turn.userText());
    }

    /** Shows the prompt of a queued turn. */
    public void queued(SubmittedTurn turn) {
        screen.line(Tone.NOTE, "waits: " + SafeText.line(String.valueOf(turn.userText())));
    }

    private void show(Message message) {
        if (message.role().equals("assistant")) {
            screen.text(message.content());
            screen.endLine();
        } else {
            prompt(message.content());
        }
    }

    private void prompt(String words) {
        screen.line(Tone.PROMPT, "> " + SafeText.of(String.valueOf(words)).strip().replace("\n", "\n  "));
    }
}
