package dev.rivulet.worker.provider;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What came of a call so far. */
public final class Shown implements CompletionListener {

    public final List<String> asked = new CopyOnWriteArrayList<>();
    public final List<String> failed = new CopyOnWriteArrayList<>();
    public final AtomicInteger alive = new AtomicInteger();
    public final List<String> tokens = new CopyOnWriteArrayList<>();
    public final List<String> reasoning = new CopyOnWriteArrayList<>();
    public final List<ToolCallPiece> calls = new CopyOnWriteArrayList<>();

    @Override
    public void requestSent(String provider, String model) {
        asked.add(provider + "/" + model);
    }

    @Override
    public void requestFailed(String provider, ProviderException failure) {
        failed.add(provider + "/" + failure.code().code());
    }

    @Override
    public void alive() {
        alive.incrementAndGet();
    }

    /** A signature stands in angle brackets. */
    @Override
    public void reasoning(String content, String signature) {
        reasoning.add(content + (signature == null ? "" : "<" + signature + ">"));
    }

    @Override
    public void toolCall(ToolCallPiece piece) {
        calls.add(piece);
    }

    @Override
    public void token(String text) {
        tokens.add(text);
    }

    public String text() {
        return String.join("", tokens);
    }

    /** Returns each call as {@code id name(arguments)}, with an ellipsis behind one that is not complete. */
    public List<String> calls() {
        Map<Integer, String> open = new TreeMap<>();
        Set<Integer> complete = new HashSet<>();
        for (ToolCallPiece piece : calls) {
            String start = piece.name() == null ? "" : piece.callId() + " " + piece.name() + "(";
            open.merge(piece.index(), start + piece.arguments(), String::concat);
            if (piece.complete()) {
                complete.add(piece.index());
            }
        }
        return open.entrySet().stream()
                .map(call -> call.getValue() + (complete.contains(call.getKey()) ? ")" : "...")).toList();
    }
}
