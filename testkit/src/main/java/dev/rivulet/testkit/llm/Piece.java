package dev.rivulet.testkit.llm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What one chunk of a completion has, as a token of {@link Script#ofPieces}. */
public sealed interface Piece {

    /** The field that most servers have for reasoning. */
    String REASONING = "reasoning_content";

    /** Text of the answer. */
    record Text(String text) implements Piece {}

    /** Reasoning. */
    record Reasoning(String text) implements Piece {}

    /**
     * An element of {@code tool_calls}. What is null is left out.
     *
     * @param index the provider's own number of the call
     */
    record Call(Integer index, String id, String name, String arguments) implements Piece {}

    /** Returns the pieces of a text, one for each word. */
    static List<Piece> text(String text) {
        return TokenSource.Fixed.of(text).words().stream().<Piece>map(Text::new).toList();
    }

    /** Returns the pieces of reasoning, one for each word. */
    static List<Piece> reasoning(String text) {
        return TokenSource.Fixed.of(text).words().stream().<Piece>map(Reasoning::new).toList();
    }

    /** Returns the pieces of a call as OpenAI sends them: id and name first, then the arguments in parts. */
    static List<Piece> call(int index, String id, String name, String... arguments) {
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Call(index, id, name, ""));
        for (String part : arguments) {
            pieces.add(new Call(index, null, null, part));
        }
        return pieces;
    }

    /** Returns pieces of several parts in turns: one of each, again and again. */
    static List<Piece> interleaved(List<List<Piece>> parts) {
        List<Piece> all = new ArrayList<>();
        int longest = parts.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (List<Piece> part : parts) {
                if (i < part.size()) {
                    all.add(part.get(i));
                }
            }
        }
        return all;
    }

    /** Returns the delta of the chunk. */
    default ObjectNode delta() {
        ObjectNode delta = JsonNodeFactory.instance.objectNode();
        switch (this) {
            case Text piece -> delta.put("content", piece.text());
            case Reasoning piece -> delta.put(REASONING, piece.text());
            case Call piece -> {
                ObjectNode call = delta.putArray("tool_calls").addObject();
                if (piece.index() != null) {
                    call.put("index", piece.index());
                }
                if (piece.id() != null) {
                    call.put("id", piece.id()).put("type", "function");
                }
                ObjectNode function = call.putObject("function");
                if (piece.name() != null) {
                    function.put("name", piece.name());
                }
                if (piece.arguments() != null) {
                    function.put("arguments", piece.arguments());
                }
            }
        }
        return delta;
    }

    /** Returns the text of pieces, without what is no text. */
    static String textOf(List<Piece> pieces) {
        return pieces.stream().map(piece -> piece instanceof Text text ? text.text() : "")
                .collect(Collectors.joining());
    }
}
