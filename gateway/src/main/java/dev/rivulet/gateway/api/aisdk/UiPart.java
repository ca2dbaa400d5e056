package dev.rivulet.gateway.api.aisdk;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/**
 * What a UI message stream is made of, but for the text itself ({@link UiStream#text}). The protocol's version 1:
 * {@code ui-message-chunks.ts} of the npm package {@code ai}, whose clients refuse a type that they do not know.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface UiPart {

    /** The answer's message begins. A client puts a message of the same id, shown before, back to nothing. */
    @JsonTypeName("start")
    record Start(String messageId, UiMetadata messageMetadata) implements UiPart {}

    /** The metadata so far, with these fields changed. */
    @JsonTypeName("message-metadata")
    record Metadata(UiMetadata messageMetadata) implements UiPart {}

    @JsonTypeName("start-step")
    record StartStep() implements UiPart {}

    /** Takes back what was shown since the step began. Clients know it from version 7 of {@code ai} on. */
    @JsonTypeName("reset-step")
    record ResetStep() implements UiPart {}

    @JsonTypeName("text-start")
    record TextStart(String id) implements UiPart {}

    @JsonTypeName("text-end")
    record TextEnd(String id) implements UiPart {}

    @JsonTypeName("finish-step")
    record FinishStep() implements UiPart {}

    /** @param finishReason one of {@link UiFinish} */
    @JsonTypeName("finish")
    record Finish(String finishReason, UiMetadata messageMetadata) implements UiPart {}

    /** The answer was stopped; what there is of it stays. */
    @JsonTypeName("abort")
    record Abort(String reason) implements UiPart {}

    /** Clients take nothing after it. */
    @JsonTypeName("error")
    record Failure(String errorText) implements UiPart {}
}
