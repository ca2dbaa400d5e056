package dev.rivulet.gateway.stream.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Answers of models: prose, and arrays that are complete, truncated, broken, in a code fence, or followed by prose. */
final class RandomAnswers {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> PIECES = List.of("river", "a", " ", "  ", "\n", "\r\n", "\n\n", ". ", ".", "! ",
            "e.g. the", "3.14", "\uD83C\uDF0A", "河川。", "「水。」", "\"quoted.\" ", "\t", "[1, 2]", "`", "…", ", ",
            "\uD83D\uDC69\u200D\uD83D\uDE80", "\u0000", "**Bold.** ");

    private RandomAnswers() {}

    static String next(Random random) {
        return switch (random.nextInt(4)) {
            case 0, 1 -> prose(random);
            case 2 -> array(random);
            default -> {
                String array = array(random);
                yield switch (random.nextInt(4)) {
                    case 0 -> array.substring(0, LoggedTurn.safe(array, random.nextInt(array.length() + 1)));
                    case 1 -> array + prose(random);
                    case 2 -> broken(array, random);
                    default -> "Here it is:\n" + array;
                };
            }
        };
    }

    private static String broken(String array, Random random) {
        int at = LoggedTurn.safe(array, random.nextInt(array.length() + 1));
        return array.substring(0, at) + List.of("x", "]", ",", "\"", "}", "{").get(random.nextInt(6))
                + array.substring(at);
    }

    private static String prose(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static String array(Random random) {
        ArrayNode array = JSON.arrayNode();
        for (int i = random.nextInt(8); i > 0; i--) {
            addTo(array, random, 3);
        }
        JsonNode answer = random.nextInt(3) == 0 ? object(array, random) : array;
        String json = random.nextBoolean() ? answer.toString() : answer.toPrettyString();
        return switch (random.nextInt(4)) {
            case 0 -> "```json\n" + json + "\n```";
            case 1 -> " \n" + json + "\n\n";
            default -> json;
        };
    }

    private static ObjectNode object(ArrayNode values, Random random) {
        ObjectNode object = JSON.objectNode();
        for (JsonNode value : values) {
            object.set(random.nextInt(3) == 0 ? "}:\"" + prose(random) : "n" + object.size(), value);
        }
        return object;
    }

    private static void addTo(ArrayNode array, Random random, int depth) {
        switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> array.add(random.nextInt(2_000) - 1_000);
            case 1 -> array.add(random.nextInt(100) / 8.0);
            case 2 -> array.add(prose(random));
            case 3 -> array.add(random.nextBoolean());
            case 4 -> array.addNull();
            case 5 -> {
                ArrayNode inner = array.addArray();
                for (int i = random.nextInt(4); i > 0; i--) {
                    addTo(inner, random, depth - 1);
                }
            }
            default -> {
                ObjectNode object = array.addObject();
                object.put("]},\"" + prose(random), prose(random));
                addTo(object.putArray("inner"), random, depth - 1);
            }
        }
    }
}
