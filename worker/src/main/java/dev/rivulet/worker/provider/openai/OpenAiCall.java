package dev.rivulet.worker.provider.openai;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.ProviderException;
import java.io.IOException;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Response;
import okhttp3.sse.EventSources;

/** One chat completion. The answer is read on the caller's thread; {@code Call.cancel} closes the socket from any. */
final class OpenAiCall implements LlmCall {

    private static final long LONGEST_ERROR_BODY = 16 * 1024;

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
                ApiError error = ApiError.in(response.peekBody(LONGEST_ERROR_BODY).string());
                throw new ProviderException(error.meaning(response.code()),
                        error.sentence(provider, response.code()));
            }
            String type = response.header("Content-Type", "");
            if (!type.startsWith("text/event-stream")) {
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

    @Override
    public void cancel() {
        call.cancel();
    }
}
