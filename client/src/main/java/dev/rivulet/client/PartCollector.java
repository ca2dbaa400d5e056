package dev.rivulet.client;

import java.util.ArrayList;
import java.util.List;

/** Joins the chunks of an answer into what it has beside its text. Not thread-safe. */
final class PartCollector {

    private final List<Open> parts = new ArrayList<>();
    private long textLength;

    /** A part that may go on. */
    private static final class Open {

        private final AnswerPart begun;
        private final StringBuilder more = new StringBuilder(); // of its content or arguments
        private String signature; // of reasoning; null if there is none
        private boolean complete; // a call

        Open(AnswerPart begun) {
            this.begun = begun;
        }

        boolean takes(Chunk.Reasoning piece, long at) {
            return begun instanceof AnswerPart.Reasoning reasoning && reasoning.at() == at
                    && reasoning.signature() == null && signature == null;
        }

        boolean takes(Chunk.ToolCall piece) {
            return begun instanceof AnswerPart.ToolCall call && call.index() == piece.index();
        }

        AnswerPart part() {
            return switch (begun) {
                case AnswerPart.Reasoning reasoning -> new AnswerPart.Reasoning(reasoning.at(),
                        reasoning.content() + more, signature == null ? reasoning.signature() : signature);
                case AnswerPart.ToolCall call -> new AnswerPart.ToolCall(call.at(), call.index(), call.callId(),
                        call.name(), call.arguments() + more, complete || call.complete());
                case AnswerPart.Unknown later -> later;
            };
        }
    }

    /** Takes the next chunk. */
    void add(Chunk chunk) {
        switch (chunk) {
            case Chunk.Restarted anew -> {
                parts.clear();
                textLength = 0;
            }
            case Chunk.Text more -> textLength += more.text().length();
            case Chunk.SoFar before -> {
                before.parts().forEach(part -> parts.add(new Open(part)));
                textLength += before.text().length();
            }
            case Chunk.Reasoning piece -> add(piece);
            case Chunk.ToolCall piece -> add(piece);
            case Chunk.Started begun -> {
                // Says nothing.
            }
            case Chunk.Item item -> {
                // Of the text, in a shape of its own.
            }
        }
    }

    private void add(Chunk.Reasoning piece) {
        if (parts.isEmpty() || !parts.getLast().takes(piece, textLength)) {
            parts.add(new Open(new AnswerPart.Reasoning(textLength, "", null)));
        }
        parts.getLast().more.append(piece.text());
        parts.getLast().signature = piece.signature();
    }

    private void add(Chunk.ToolCall piece) {
        Open call = parts.stream().filter(part -> part.takes(piece)).findFirst().orElseGet(() -> {
            Open first = new Open(
                    new AnswerPart.ToolCall(textLength, piece.index(), piece.callId(), piece.name(), "", false));
            parts.add(first);
            return first;
        });
        call.more.append(piece.arguments());
        call.complete |= piece.complete();
    }

    List<AnswerPart> parts() {
        return parts.stream().map(Open::part).toList();
    }
}
