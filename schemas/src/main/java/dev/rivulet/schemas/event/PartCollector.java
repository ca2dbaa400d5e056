package dev.rivulet.schemas.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins the pieces of an answer into its {@linkplain AnswerPart parts}. Of the text it only counts the length. Not
 * thread-safe.
 */
public final class PartCollector {

    private final List<Open> parts = new ArrayList<>();
    private final Map<Integer, OpenCall> calls = new HashMap<>(); // by index
    private long textLength;
    private long chars; // of what is collected, in UTF-16 code units

    private sealed interface Open {

        AnswerPart part();
    }

    private static final class OpenThought implements Open {

        private final long at;
        private final StringBuilder content = new StringBuilder();
        private String signature; // null: none yet

        OpenThought(long at) {
            this.at = at;
        }

        @Override
        public AnswerPart part() {
            return new AnswerPart.Thought(at, content.toString(), signature);
        }
    }

    private static final class OpenCall implements Open {

        private final long at;
        private final ToolCall first;
        private final StringBuilder arguments = new StringBuilder();
        private Boolean complete; // null: not yet

        OpenCall(long at, ToolCall first) {
            this.at = at;
            this.first = first;
        }

        @Override
        public AnswerPart part() {
            return new AnswerPart.Call(at, first.index(), first.callId(), first.name() == null ? "" : first.name(),
                    arguments.toString(), complete);
        }
    }

    /** Adds the next piece. Must be called for each, in order. */
    public void add(ChunkEvent.Part piece) {
        switch (piece) {
            case Delta delta -> text(delta.content().length());
            case Reasoning reasoning -> add(reasoning);
            case ToolCall call -> add(call);
        }
    }

    /** Returns how much memory a piece takes, without what is the same in all, in UTF-16 code units. */
    public static int chars(ChunkEvent.Part piece) {
        return switch (piece) {
            case Delta delta -> delta.content().length();
            case Reasoning reasoning -> reasoning.content().length()
                    + (reasoning.signature() == null ? 0 : reasoning.signature().length());
            case ToolCall call -> call.arguments().length()
                    + (call.name() == null ? 0 : call.name().length() + call.callId().length());
        };
    }

    /** The next piece is text. */
    public void text(int length) {
        textLength += length;
    }

    private void add(Reasoning piece) {
        OpenThought thought;
        if (!parts.isEmpty() && parts.getLast() instanceof OpenThought open && open.signature == null
                && open.at == textLength) {
            thought = open;
        } else {
            thought = new OpenThought(textLength);
            parts.add(thought);
        }
        thought.content.append(piece.content());
        thought.signature = piece.signature();
        chars += chars(piece);
    }

    private void add(ToolCall piece) {
        OpenCall call = calls.computeIfAbsent(piece.index(), index -> {
            OpenCall first = new OpenCall(textLength, piece);
            parts.add(first);
            return first;
        });
        call.arguments.append(piece.arguments());
        call.complete = piece.complete() == null ? call.complete : piece.complete();
        chars += chars(piece);
    }

    /** Returns what was collected; null when there is nothing beside text. */
    public List<AnswerPart> parts() {
        return parts.isEmpty() ? null : parts.stream().map(Open::part).toList();
    }

    /** Returns whether a tool call has begun. */
    public boolean hasCall() {
        return !calls.isEmpty();
    }

    /** Returns the length of what was collected, without the text, in UTF-16 code units. */
    public long chars() {
        return chars;
    }

    /** Begins another answer. */
    public void clear() {
        parts.clear();
        calls.clear();
        textLength = 0;
        chars = 0;
    }
}
