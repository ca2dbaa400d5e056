package dev.rivulet.gateway.api.aisdk;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * A part of a UI message stream; text and reasoning are written by {@link UiStreamWriter#appendText}. Version 1 of the
 * protocol: see {@code ui-message-chunks.ts} in the npm package {@code ai}, whose clients refuse unknown types.
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

    @JsonTypeName("reasoning-start")
    record ReasoningStart(String id) implements UiPart {}

    /** @param providerMetadata null unless the provider gave a signature */
    @JsonTypeName("reasoning-end")
    record ReasoningEnd(String id, ProviderMetadata providerMetadata) implements UiPart {}

    /** What clients send back with a part, under a name that is not a provider's own. */
    record ProviderMetadata(Signed rivulet) {}

    /** @param signature of reasoning */
    record Signed(String signature) {}

    @JsonTypeName("tool-input-start")
    record ToolInputStart(String toolCallId, String toolName) implements UiPart {}

    @JsonTypeName("tool-input-delta")
    record ToolInputDelta(String toolCallId, String inputTextDelta) implements UiPart {}

    /** The arguments of a call are complete: the client may call the tool. */
    @JsonTypeName("tool-input-available")
    record ToolInputAvailable(String toolCallId, String toolName, JsonNode input) implements UiPart {}

    /** The arguments of a call are complete, and no JSON. */
    @JsonTypeName("tool-input-error")
    record ToolInputError(String toolCallId, String toolName, String input, String errorText) implements UiPart {}

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
