package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.Continuation;
import dev.rivulet.worker.provider.ToolCallPiece;

/**
 * Passes on the rest of an answer. Leaves out white space that it has already: the prefix was sent without what {@link
 * Continuation#sent} takes off its end. Holds text back while it is the same as the answer's beginning: a provider that
 * repeats that does not continue the answer, and nothing of what it sends is passed on.
 */
final class ContinuedText extends ForwardingListener {

    /** A text can go on with the words with which it began; hardly with so many characters. */
    static final int FEWEST_COMPARED = 16;
    /** How much is held back at most, in UTF-16 code units. */
    static final int MOST_COMPARED = 64;

    private final Runnable onAgain;
    private final String beginning; // what is compared; empty if the answer is too short for that
    private final String unsent; // white space at its end
    private final StringBuilder held = new StringBuilder();
    private int skipped; // of the white space
    private boolean skipping = true;
    private boolean comparing;
    private volatile boolean again;

    /** @param onAgain called once, on the thread that brings the tokens, when the answer begins again */
    ContinuedText(CompletionListener listener, String prefix, Continuation continuation, Runnable onAgain) {
        super(listener);
        this.onAgain = onAgain;
        this.beginning = prefix.length() < FEWEST_COMPARED
                ? ""
                : prefix.substring(0, Math.min(MOST_COMPARED, prefix.length()));
        this.unsent = prefix.substring(continuation.sent(prefix).length());
        this.comparing = !beginning.isEmpty();
    }

    @Override
    public void token(String text) {
        String rest = withoutRepeatedSpace(text);
        if (again || rest.isEmpty()) {
            return;
        }
        if (!comparing) {
            super.token(rest);
            return;
        }
        held.append(rest);
        int compared = Math.min(held.length(), beginning.length());
        if (!beginning.regionMatches(0, held.toString(), 0, compared)) {
            end();
        } else if (compared == beginning.length()) {
            again = true;
            onAgain.run();
        }
    }

    @Override
    public void reasoning(String content, String signature) {
        if (goesOnWithout()) {
            super.reasoning(content, signature);
        }
    }

    @Override
    public void toolCall(ToolCallPiece piece) {
        if (goesOnWithout()) {
            super.toolCall(piece);
        }
    }

    /** Another part follows what is held back: it is not the answer's beginning as a whole. */
    private boolean goesOnWithout() {
        if (!again && !held.isEmpty()) {
            end();
        }
        return !again;
    }

    private String withoutRepeatedSpace(String text) {
        int at = 0;
        while (skipping && at < text.length()) {
            skipping = skipped < unsent.length() && text.charAt(at) == unsent.charAt(skipped);
            if (skipping) {
                skipped++;
                at++;
            }
        }
        return text.substring(at);
    }

    /** The answer is whole: passes on what is held back. */
    void end() {
        comparing = false;
        if (!held.isEmpty()) {
            super.token(held.toString());
            held.setLength(0);
        }
    }

    boolean beganAgain() {
        return again;
    }
}
