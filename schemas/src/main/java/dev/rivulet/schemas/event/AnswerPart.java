package dev.rivulet.schemas.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;

/**
 * What an answer, or what there is of it, has beside its text: the pieces of one kind that follow each other, joined.
 * The text itself stays in one piece; {@link #at} says where the part stands in it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", visible = true, defaultImpl = AnswerPart.Unknown.class)
@JsonSubTypes({@JsonSubTypes.Type(value = AnswerPart.Thought.class, name = AnswerPart.REASONING),
        @JsonSubTypes.Type(value = AnswerPart.Call.class, name = AnswerPart.TOOL_CALL)})
public sealed interface AnswerPart {

    /** The name of {@link Thought} on the wire. */
    String REASONING = "reasoning";
    /** The name of {@link Call} on the wire. */
    String TOOL_CALL = "tool-call";

    /** Returns how much of the text precedes the part, in UTF-16 code units. */
    long at();

    /** Returns the name of its kind on the wire. */
    default String kind() {
        return switch (this) {
            case Thought thought -> REASONING;
            case Call call -> TOOL_CALL;
            case Unknown later -> later.type();
        };
    }

    /**
     * A stretch of reasoning; see {@link Reasoning}.
     *
     * @param signature null when the provider gave none, or none yet
     */
    record Thought(long at, String content, String signature) implements AnswerPart {

        public Thought {
            Objects.requireNonNull(content, "content");
        }

        /** Leaves out the model's text: safe for logs. */
        @Override
        public String toString() {
            return "Thought[at=" + at + "]";
        }
    }

    /**
     * A call of a tool; see {@link ToolCall}. Calls are in the order in which they begin.
     *
     * @param complete true when the arguments are whole; null when they go on, or broke off
     */
    record Call(long at, int index, String callId, String name, String arguments,
            Boolean complete) implements AnswerPart {

        public Call {
            Objects.requireNonNull(callId, "callId");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(arguments, "arguments");
        }

        /** Leaves out the model's text: safe for logs. */
        @Override
        public String toString() {
            return "Call[at=" + at + ", index=" + index + "]";
        }
    }

    /**
     * A part of a later version. Records pass over it: see {@link #known}.
     *
     * @param type the later version's name for it
     */
    record Unknown(String type) implements AnswerPart {

        /** @throws IllegalArgumentException when there is no name */
        public Unknown {
            if (type == null || !type.matches("[A-Za-z][A-Za-z0-9-]{0,63}")) {
                throw new IllegalArgumentException("a part has a type");
            }
        }

        @Override
        public long at() {
            return 0;
        }
    }

    /** Returns the parts that this version knows; null for null or none. */
    static List<AnswerPart> known(List<AnswerPart> parts) {
        if (parts == null) {
            return null;
        }
        List<AnswerPart> known = List.copyOf(parts).stream().filter(part -> !(part instanceof Unknown)).toList();
        return known.isEmpty() ? null : known;
    }

    /** Returns the kinds of parts, each once, in the order in which they begin; null for null. */
    static List<String> kinds(List<AnswerPart> parts) {
        return parts == null ? null : parts.stream().map(AnswerPart::kind).distinct().toList();
    }
}
