package dev.rivulet.local.answer;

import dev.rivulet.client.Conversation;
import dev.rivulet.client.PastTurn;
import dev.rivulet.client.SubmittedTurn;
import dev.rivulet.local.screen.SafeText;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;
import java.util.List;

/** Shows the prompts and answers of a session so far. */
public record ConversationView(Screen screen) {

    private static final int SHOWN = 10;

    /** Shows the newest past turns, the queued turns, and last the prompt of the open turn: its answer follows. */
    public void show(Conversation past) {
        List<PastTurn> turns = past.turns().subList(0, Math.min(SHOWN, past.turns().size()));
        if (past.more() || turns.size() < past.turns().size()) {
            screen.line(Tone.NOTE, "(earlier turns are not shown)");
        }
        turns.reversed().forEach(this::show);
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

    private void show(PastTurn turn) {
        prompt(turn.userText());
        if (!turn.text().isEmpty()) {
            screen.text(turn.text());
            screen.endLine();
        }
        if (turn.error() != null) {
            screen.line(Tone.ERROR, SafeText.line(TurnSummary.of(turn.error())));
        } else if ("cancelled".equals(turn.finishReason())) {
            screen.line(Tone.NOTE, "(cancelled)");
        }
    }

    private void prompt(String words) {
        screen.line(Tone.PROMPT, "> " + SafeText.of(String.valueOf(words)).strip().replace("\n", "\n  "));
    }
}
