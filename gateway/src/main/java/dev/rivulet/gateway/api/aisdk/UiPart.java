package dev.rivulet.gateway.api.aisdk;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/**
 * A part of a UI message stream; text is written by {@link UiStreamWriter#appendText}. Version 1 of the protocol: see
 * {@code ui-message-chunks.ts} in the npm package {@code ai}, whose clients refuse unknown types.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface UiPart {

    /** The message begins. A client clears an earlier message with the same id. */
    @JsonTypeName("start")
    record Start(String messageId, UiMetadata messageMetadata) implements UiPart {}

    /** Changes some fields of the message's metadata. */
    @JsonTypeName("message-metadata")
    record Metadata(UiMetadata messageMetadata) implements UiPart {}

    @JsonTypeName("start-step")
    record StartStep() implements UiPart {}

    /** Revokes what was shown since the step began. Supported by {@code ai} from version 7 on. */
    @JsonTypeName("reset-step")
    record ResetStep() implements UiPart {}

    @JsonTypeName("text-start")
    record TextStart(String id) implements UiPart {}

    @JsonTypeName("text-end")
    record TextEnd(String id) implements UiPart {}

    @JsonTypeName("finish-step")
    record FinishStep() implements UiPart {}

    /** @param finishReason one that {@link UiFinishReason} returns */
    @JsonTypeName("finish")
    record Finish(String finishReason, UiMetadata messageMetadata) implements UiPart {}

    /** The answer was cancelled; its text so far is kept. */
    @JsonTypeName("abort")
    record Abort(String reason) implements UiPart {}

    /** The stream has failed. Clients read no further. */
    @JsonTypeName("error")
    record Failure(String errorText) implements UiPart {}
}
