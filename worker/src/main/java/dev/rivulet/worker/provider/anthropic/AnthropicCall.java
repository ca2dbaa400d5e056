package dev.rivulet.worker.provider.anthropic;

import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.services.blocking.MessageService;
import dev.rivulet.worker.provider.CompletionListener;
import dev.rivulet.worker.provider.EventTooLongException;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderErrors;
import dev.rivulet.worker.provider.ProviderException;
import java.util.Iterator;
import java.util.Locale;

/**
 * One call of the messages API. Everything happens on the caller's thread, which is never interrupted: it may be
 * passing a token on.
 */
final class AnthropicCall implements LlmCall {

    private final ProviderErrors errors;
    private final LlmRequest request;
    private final CancellableHttpClient http;
    private final MessageService.WithRawResponse messages;

    /** @param messages sends over {@code connection} */
    AnthropicCall(ProviderErrors errors, LlmRequest request, CancellableHttpClient http,
            MessageService.WithRawResponse messages) {
        this.errors = errors;
        this.request = request;
        this.http = http;
        this.messages = messages;
    }

    @Override
    public LlmCompletion stream(CompletionListener listener) throws ProviderException {
        listener.requestSent(errors.provider(), request.model());
        MessageStream stream = new MessageStream(listener, errors);
        try {
            read(messages.createStreaming(MessageRequest.of(request)), stream);
        } catch (AnthropicServiceException refusal) {
            throw AnthropicError.toException(refusal, errors);
        } catch (AnthropicIoException broken) {
            if (!stream.complete()) {
                throw brokenConnection(broken);
            }
        } catch (AnthropicException unreadable) {
            throw errors.invalid(unreadable);
        } finally {
            http.end(stream.over());
        }
        if (!stream.complete()) {
            throw http.cancelled() ? errors.unreachable(null) : errors.truncated(null);
        }
        return stream.completion();
    }

    private void read(HttpResponseFor<StreamResponse<RawMessageStreamEvent>> response, MessageStream stream)
            throws ProviderException {
        boolean events = response.headers().values("Content-Type").stream()
                .anyMatch(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"));
        if (!events) {
            throw errors.notAnEventStream();
        }
        // Closing the connection closes the response too.
        Iterator<RawMessageStreamEvent> read = response.parse().iterator();
        while (!stream.over() && !http.cancelled() && read.hasNext()) {
            RawMessageStreamEvent event = read.next();
            if (event == null) { // the library's value for JSON's null
                throw errors.invalid(null);
            }
            http.eventRead();
            stream.event(event);
        }
    }

    private ProviderException brokenConnection(AnthropicIoException broken) {
        if (broken.getCause() instanceof EventTooLongException) {
            return errors.invalid(broken);
        }
        return http.hasResponse() && !http.cancelled()
                ? errors.truncated(broken)
                : errors.unreachable(broken);
    }

    @Override
    public void stop(Stop reason) {
        http.cancel();
    }
}
