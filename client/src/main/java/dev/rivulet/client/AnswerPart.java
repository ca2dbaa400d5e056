package dev.rivulet.client;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What an answer has beside its text. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = AnswerPart.Unknown.class)
@JsonSubTypes({@JsonSubTypes.Type(value = AnswerPart.Reasoning.class, name = "reasoning"),
        @JsonSubTypes.Type(value = AnswerPart.ToolCall.class, name = "tool-call")})
public sealed interface AnswerPart {

    /** Returns how much of the text precedes it, in UTF-16 code units. */
    long at();

    /**
     * What the model thought there.
     *
     * @param signature what the provider wants back with it; null if there is none
     */
    record Reasoning(long at, String content, String signature) implements AnswerPart {

        /** Omits the text, so that it is safe to log. */
        @Override
        public String toString() {
            return "Reasoning[at=" + at + "]";
        }
    }

    /**
     * A call of a tool that the model asks for.
     *
     * @param index the number of the call in the answer, from 0
     * @param callId names it for its result
     * @param arguments their text as far as it came; should be JSON, but models make mistakes
     * @param complete whether the arguments are whole
     */
    record ToolCall(long at, int index, String callId, String name, String arguments, boolean complete)
            implements
                AnswerPart {

        /** Omits the arguments, so that it is safe to log. */
        @Override
        public String toString() {
            return "ToolCall[at=" + at + ", index=" + index + ", complete=" + complete + "]";
        }
    }

    /** One that this version does not know: the gateway is of a later version. */
    record Unknown(long at) implements AnswerPart {}
}
