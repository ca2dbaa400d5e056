package dev.rivulet.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/** Converts the events of one turn and tracks the current attempt. Not thread-safe. */
final class ChunkReader {

    private int attempt; // 0 before the first
    private boolean begun;

    /** @param begun whether earlier events were read elsewhere, so that the next attempt is a restart */
    ChunkReader(boolean begun) {
        this.begun = begun;
    }

    /** What an event means. */
    sealed interface Step {

        record Shown(Chunk chunk) implements Step {}

        record Ended(TurnEnd end) implements Step {}

        /** @param timings null if they are not known */
        record Failed(TurnFailure failure, Timings timings) implements Step {}
    }

    private record Delta(int attempt, long seq, String content) {}

    private record Snapshot(int attempt, long seq, String content, List<AnswerPart> parts) {}

    private record Reasoning(int attempt, long seq, String content, String signature) {}

    private record ToolCall(int attempt, long seq, int index, String callId, String name, String arguments,
            boolean complete) {}

    private record Item(int attempt, int index, String name, JsonNode item) {}

    private record Begun(int attempt, String model, String provider, Object continues) {}

    private record Timed(Timings timings) {}

    private record Done(int attempt, String finishReason, Usage usage, long length, Timings timings) {}

    /** @return null if this version does not know the type of the event */
    Step read(SseEvent event) throws IOException {
        return switch (event.type()) {
            case "started" -> new Step.Shown(started(event.read(Begun.class)));
            case "delta" -> new Step.Shown(text(event.read(Delta.class)));
            case "snapshot" -> new Step.Shown(soFar(event.read(Snapshot.class)));
            case "reasoning" -> new Step.Shown(reasoning(event.read(Reasoning.class)));
            case "tool-call" -> new Step.Shown(toolCall(event.read(ToolCall.class)));
            case "item" -> new Step.Shown(item(event.read(Item.class)));
            case "done" -> new Step.Ended(end(event.read(Done.class)));
            case "error" -> new Step.Failed(event.read(TurnFailure.class), event.read(Timed.class).timings());
            default -> null;
        };
    }

    private Chunk started(Begun started) {
        boolean anew = begun && started.attempt() > 1 && started.attempt() != attempt
                && started.continues() == null;
        at(started.attempt());
        return anew
                ? new Chunk.Restarted(attempt, started.model(), started.provider())
                : new Chunk.Started(attempt, started.model(), started.provider());
    }

    private Chunk text(Delta delta) throws IOException {
        at(delta.attempt());
        return new Chunk.Text(attempt, delta.seq(), required(delta.content(), "content"));
    }

    private Chunk soFar(Snapshot snapshot) throws IOException {
        at(snapshot.attempt());
        String text = required(snapshot.content(), "content");
        return snapshot.parts() == null || snapshot.parts().isEmpty()
                ? new Chunk.Text(attempt, snapshot.seq(), text)
                : new Chunk.SoFar(attempt, snapshot.seq(), text, snapshot.parts());
    }

    private Chunk reasoning(Reasoning piece) throws IOException {
        at(piece.attempt());
        return new Chunk.Reasoning(attempt, piece.seq(), required(piece.content(), "content"), piece.signature());
    }

    private Chunk toolCall(ToolCall piece) throws IOException {
        at(piece.attempt());
        return new Chunk.ToolCall(attempt, piece.seq(), piece.index(), required(piece.callId(), "callId"),
                piece.name(), required(piece.arguments(), "arguments"), piece.complete());
    }

    private Chunk item(Item item) throws IOException {
        at(item.attempt());
        return new Chunk.Item(attempt, item.index(), item.name(), required(item.item(), "item"));
    }

    private void at(int current) {
        attempt = current;
        begun = true;
    }

    private static TurnEnd end(Done done) throws IOException {
        return end(done.attempt(), required(done.finishReason(), "finishReason"), done.usage(), done.length(),
                done.timings());
    }

    static TurnEnd end(int attempt, String finishReason, Usage usage, long length, Timings timings) {
        return finishReason.equals(TurnEnd.CANCELLED)
                ? new TurnEnd.Cancelled(attempt, usage, length, timings)
                : new TurnEnd.Done(attempt, finishReason, usage, length, timings);
    }

    private static <T> T required(T value, String name) throws IOException {
        if (value == null) {
            throw new IOException("the gateway sent an event without " + name);
        }
        return value;
    }
}
