package dev.rivulet.worker.provider.openai;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Response;
import okhttp3.sse.EventSources;

/** One chat completion. The answer is read on the caller's thread; {@code Call.cancel} closes the socket from any. */
final class OpenAiCall implements LlmCall {

    private static final long LONGEST_ERROR_BODY = 16 * 1024;
    private static final String SECONDS = "\\d{1,6}";

    private final String provider;
    private final Call call;

    OpenAiCall(String provider, Call call) {
        this.provider = provider;
        this.call = call;
    }

    @Override
    public LlmCompletion stream(Consumer<String> tokens) throws ProviderException {
        try (Response response = call.execute()) {
            if (!response.isSuccessful()) {
                throw refusal(response);
            }
            if (!response.header("Content-Type", "").toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
                throw new ProviderException(ErrorCode.UPSTREAM_INVALID,
                        "The provider " + provider + " did not answer with an event stream.");
            }
            ChatStream stream = new ChatStream(provider, tokens);
            EventSources.processResponse(response, stream);
            return stream.completion();
        } catch (IOException broken) {
            throw new ProviderException(ErrorCode.UPSTREAM_UNREACHABLE,
                    "The provider " + provider + " could not be reached, or broke the connection.", broken);
        }
    }

    private ProviderException refusal(Response response) throws IOException {
        int status = response.code();
        ApiError error = ApiError.in(response.peekBody(LONGEST_ERROR_BODY).string());
        String retryAfter = response.header("Retry-After", "");
        return new ProviderException(error.meaning(status),
                error.sentence("The provider " + provider + " answered with status " + status),
                retryAfter.matches(SECONDS) ? Duration.ofSeconds(Long.parseLong(retryAfter)) : null, null);
    }

    @Override
    public void cancel() {
        call.cancel();
    }
}
