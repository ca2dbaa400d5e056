package dev.rivulet.local.chaos.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.schemas.TurnId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** One way in which a record can be hostile or odd. */
enum Mutation {
    /** None: a record that could be valid, about something that does not exist. */
    NONE {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            // Written as it is.
        }
    },
    ID_AHEAD {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            moveIds(draft, random, now + Duration.ofHours(random.nextInt(1, 100_000)).toMillis());
        }
    },
    ID_LONG_AGO {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            moveIds(draft, random, random.nextBoolean() ? 0 : now - Duration.ofDays(random.nextInt(1, 9)).toMillis());
        }
    },
    UNKNOWN_VALUE {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            replace(draft, random, JsonNode::isTextual, text("later-version"), false);
        }
    },
    UNKNOWN_FIELD {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            if (draft.json != null) {
                draft.json.putObject("ofALaterVersion").put("a", 1).putArray("b").add(true);
            }
        }
    },
    MISSING_FIELD {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            replace(draft, random, value -> true, null, false);
        }
    },
    NULL_FIELD {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            replace(draft, random, value -> true, JsonNodeFactory.instance.nullNode(), false);
        }
    },
    FIELD_OF_ANOTHER_TYPE {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            JsonNodeFactory nodes = JsonNodeFactory.instance;
            List<JsonNode> others = List.of(nodes.arrayNode().add(1), nodes.objectNode().put("x", "y"),
                    nodes.booleanNode(true), nodes.numberNode(1.5), text(""));
            replace(draft, random, value -> true, others.get(random.nextInt(others.size())), false);
        }
    },
    EXTREME_NUMBER {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            List<Long> extremes = List.of(Long.MAX_VALUE, Long.MIN_VALUE, (long) Integer.MAX_VALUE, -1L, 0L);
            replace(draft, random, JsonNode::isNumber,
                    JsonNodeFactory.instance.numberNode(extremes.get(random.nextInt(extremes.size()))), false);
        }
    },
    HUGE_TEXT {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            // Compresses well: a broker's limit sees little of it.
            replace(draft, random, JsonNode::isTextual, text("x".repeat(random.nextInt(100_000, 6_000_000))), false);
        }
    },
    ESCAPES {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            replace(draft, random, JsonNode::isTextual, text("\u0000\u0001\u001b[2J\r\n\n\ndata: x\u2028\ufeff"),
                    false);
        }
    },
    HALF_A_SURROGATE_PAIR {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            overwrite(draft, random, "\"\\ud83c\"");
        }
    },
    DEEP_NESTING {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            int depth = random.nextInt(500, 20_000);
            overwrite(draft, random, "[".repeat(depth) + "]".repeat(depth));
        }
    },
    HUGE_NUMBER {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            overwrite(draft, random, "9".repeat(random.nextInt(20, 100_000)));
        }
    },
    CUT {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            byte[] whole = draft.value();
            if (whole != null && whole.length > 0) {
                draft.replaceWith(Arrays.copyOf(whole, random.nextInt(whole.length)));
            }
            draft.hasToEnd = false;
        }
    },
    BYTES_CHANGED {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            byte[] whole = draft.value();
            for (int i = 0; whole != null && whole.length > 0 && i < random.nextInt(1, 9); i++) {
                whole[random.nextInt(whole.length)] = (byte) random.nextInt(256);
            }
            draft.replaceWith(whole);
            draft.hasToEnd = false;
        }
    },
    NOT_JSON {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            draft.replaceWith(noise);
            draft.hasToEnd = false;
        }
    },
    OTHER_JSON {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            List<String> others = List.of("null", "[]", "{}", "\"text\"", "1", "{\"type\":1}", "{} {}");
            draft.replaceWith(others.get(random.nextInt(others.size())).getBytes(StandardCharsets.US_ASCII));
            draft.hasToEnd = false;
        }
    },
    TOMBSTONE {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            draft.replaceWith(null);
            draft.hasToEnd = false;
        }
    },
    NO_KEY {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            draft.key = null;
            draft.hasToEnd = false;
        }
    },
    OTHER_KEY {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            List<String> others = List.of("", "hostile-other", "not a session id", "\u00e4\u6cb3", "k".repeat(50_000));
            draft.key = others.get(random.nextInt(others.size())).getBytes(StandardCharsets.UTF_8);
            draft.hasToEnd = false;
        }
    },
    OTHER_PARTITION {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            draft.partition = 0;
            draft.hasToEnd = false;
        }
    },
    TIME_AHEAD {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            draft.timestamp = now + Duration.ofMinutes(random.nextInt(1, 59)).toMillis();
        }
    },
    TIME_LONG_AGO {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            // Not older than retention: the broker would delete it, and with it what is in the same segment.
            draft.timestamp = now - Duration.ofHours(random.nextInt(1, 6)).toMillis();
        }
    },
    NO_HEADERS {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            draft.headers.clear();
        }
    },
    OTHER_HEADERS {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            List<byte[]> others = Arrays.asList(null, new byte[0], "later-type".getBytes(StandardCharsets.US_ASCII),
                    "-1".getBytes(StandardCharsets.US_ASCII), new byte[]{-1, 0, 1},
                    "99999999999".getBytes(StandardCharsets.US_ASCII));
            List<String> names = new ArrayList<>(draft.headers.keySet());
            names.add("unknown");
            draft.headers.put(names.get(random.nextInt(names.size())), others.get(random.nextInt(others.size())));
        }
    },
    MANY_HEADERS {
        @Override
        void apply(RecordDraft draft, RandomGenerator random, long now) {
            for (int i = 0; i < random.nextInt(100, 2_000); i++) {
                draft.header("h" + i, "v");
            }
        }
    };

    private static final String PLACEHOLDER = "a place that is replaced";

    /**
     * Changes a record.
     *
     * @param now milliseconds since the epoch
     */
    abstract void apply(RecordDraft draft, RandomGenerator random, long now);

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    /** Gives every id in the record this time. */
    private static void moveIds(RecordDraft draft, RandomGenerator random, long time) {
        TurnId id = HostileIds.draw(random, time & 0xffff_ffff_ffffL);
        if (draft.json != null) {
            for (String field : List.of("turnId", "requestId", "turn")) {
                if (draft.json.has(field)) {
                    draft.json.put(field, id.toString());
                }
            }
        }
        for (String header : List.of("turn", "request")) {
            draft.headers.computeIfPresent(header, (name, old) -> id.toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Replaces the value of a random field, at any depth, by text that need not be JSON of a valid size or depth. */
    private static void overwrite(RecordDraft draft, RandomGenerator random, String raw) {
        replace(draft, random, value -> true, text(PLACEHOLDER), true);
        if (draft.json != null) {
            String json = new String(draft.value(), StandardCharsets.UTF_8);
            draft.replaceWith(json.replace("\"" + PLACEHOLDER + "\"", raw).getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Replaces a random field's value.
     *
     * @param value null removes the field
     * @param unreadable whether what is written may not even be JSON
     */
    private static void replace(RecordDraft draft, RandomGenerator random,
            Predicate<JsonNode> which, JsonNode value, boolean unreadable) {
        if (draft.json == null) {
            return;
        }
        List<Place> places = new ArrayList<>();
        collect(draft.json, places, which);
        if (places.isEmpty()) {
            return;
        }
        Place place = places.get(random.nextInt(places.size()));
        if (value == null) {
            place.object.remove(place.field);
        } else {
            place.object.set(place.field, value);
        }
        boolean namesTheTurn = !List.of("turnId", "sessionId", "type", "requestId").contains(place.field);
        draft.hasToEnd &= namesTheTurn && !unreadable;
    }

    private record Place(ObjectNode object, String field) {}

    private static void collect(JsonNode node, List<Place> places, Predicate<JsonNode> which) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (which.test(field.getValue())) {
                    places.add(new Place(object, field.getKey()));
                }
                collect(field.getValue(), places, which);
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(element -> collect(element, places, which));
        }
    }
}
