package dev.rivulet.gateway.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.Chunks;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.event.TurnError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatErrorTest {

    @ParameterizedTest
    @CsvSource({"model_not_found, 404, invalid_request_error", "rate_limited, 429, rate_limit_error",
            "queue_full, 429, rate_limit_error", "first_token_timeout, 504, server_error",
            "idle_timeout, 504, server_error", "total_timeout, 504, server_error",
            "upstream_truncated, 502, server_error", "upstream_unauthorized, 502, server_error",
            "upstream_rejected, 400, invalid_request_error", "worker_lost, 503, server_error",
            "internal, 500, server_error", "of_a_later_version, 500, server_error"})
    void theErrorCodeDecidesTheStatus(String code, int status, String type) {
        ChatError error = ChatError.of(Chunks.failed(1, 0, code));
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.type()).isEqualTo(type);
        assertThat(error.code()).isEqualTo(code);
    }

    @Test
    void howLongToWaitIsInTheObjectAndAsWholeSecondsForTheHeader() {
        ChatError error = ChatError.of(new TurnError(1, 0, "rate_limited", "Not now.", true, 2_001L, 0, null));
        assertThat(error.retryAfterSeconds()).hasValue("3");
        assertThat(error.json().at("/error/retry_after_ms").asLong()).isEqualTo(2_001);
        assertThat(ChatError.of(Chunks.failed(1, 0, "rate_limited")).retryAfterSeconds()).isEmpty();
    }

    @Test
    void aModelThatIsNotAllowedIsOneThatOpenAiDoesNotHave() {
        ChatError error = ChatError.of(new ProblemException(ProblemCode.MODEL_NOT_FOUND, "No such model.", "model"));
        assertThat(error.status()).isEqualTo(404);
        assertThat(error.json()).hasToString("{\"error\":{\"message\":\"No such model.\","
                + "\"type\":\"invalid_request_error\",\"param\":\"model\",\"code\":\"model_not_found\"}}");
    }

    @Test
    void theFieldAtFaultHasTheNameOfThisApi() {
        assertThat(ChatError.of(new ProblemException(ProblemCode.INVALID_VALUE, "Too many.", "maxTokens")).param())
                .isEqualTo("max_tokens");
    }

    @Test
    void theObjectHasAllFourFields() {
        assertThat(ChatError.of(Chunks.failed(1, 0, "internal")).json()).hasToString(
                "{\"error\":{\"message\":\"It broke.\",\"type\":\"server_error\",\"param\":null,"
                        + "\"code\":\"internal\"}}");
    }
}
