package dev.rivulet.schemas.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * {@code snapshot}: the answer so far in one event, for a reader that joins late. Made by gateways; not on any topic.
 *
 * @param seq of the last piece that is in it
 * @param content all text; empty only when there are parts
 * @param parts what there is beside text; null when there is nothing
 */
public record Snapshot(int attempt, long seq, String content, List<AnswerPart> parts) {

    public Snapshot {
        Objects.requireNonNull(content, "content");
        parts = AnswerPart.known(parts);
    }

    /** A snapshot of text. */
    public Snapshot(int attempt, long seq, String content) {
        this(attempt, seq, content, null);
    }

    /** Returns the same in pieces, in the order in which they began. All have the snapshot's {@code seq}. */
    public List<ChunkEvent.Part> pieces() {
        List<ChunkEvent.Part> pieces = new ArrayList<>();
        int from = 0;
        for (AnswerPart part : parts == null ? List.<AnswerPart>of() : parts) {
            int to = Math.clamp(part.at(), from, content.length());
            addText(pieces, from, to);
            from = to;
            switch (part) {
                case AnswerPart.Thought thought when !thought.content().isEmpty() || thought.signature() != null ->
                    pieces.add(new Reasoning(attempt, seq, thought.content(), thought.signature()));
                case AnswerPart.Call call -> pieces.add(new ToolCall(attempt, seq, call.index(), call.callId(),
                        call.name(), call.arguments(), call.complete()));
                case AnswerPart.Thought nothing -> {
                    // Says nothing.
                }
                case AnswerPart.Unknown later -> {
                    // Snapshots have none.
                }
            }
        }
        addText(pieces, from, content.length());
        return pieces;
    }

    private void addText(List<ChunkEvent.Part> pieces, int from, int to) {
        if (to > from) {
            pieces.add(new Delta(attempt, seq, content.substring(from, to)));
        }
    }

    /** Leaves out the model's text: safe for logs. */
    @Override
    public String toString() {
        return "Snapshot[attempt=" + attempt + ", seq=" + seq + "]";
    }
}
