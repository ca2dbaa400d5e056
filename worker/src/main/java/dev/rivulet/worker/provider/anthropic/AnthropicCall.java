package dev.rivulet.worker.provider.anthropic;

import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.services.blocking.MessageService;
import dev.rivulet.worker.provider.AnswerListener;
import dev.rivulet.worker.provider.EventTooLongException;
import dev.rivulet.worker.provider.Failures;
import dev.rivulet.worker.provider.LlmCall;
import dev.rivulet.worker.provider.LlmCompletion;
import dev.rivulet.worker.provider.LlmRequest;
import dev.rivulet.worker.provider.ProviderException;
import java.util.Iterator;
import java.util.Locale;

/** One message. Everything happens on the caller's thread, which is never interrupted: it may be handing on a token. */
final class AnthropicCall implements LlmCall {

    private final Failures failures;
    private final LlmRequest request;
    private final Connection connection;
    private final MessageService.WithRawResponse messages;

    /** @param messages sends over {@code connection} */
    AnthropicCall(Failures failures, LlmRequest request, Connection connection,
            MessageService.WithRawResponse messages) {
        this.failures = failures;
        this.request = request;
        this.connection = connection;
        this.messages = messages;
    }

    @Override
    public LlmCompletion stream(AnswerListener answer) throws ProviderException {
        answer.asking(failures.provider(), request.model());
        MessageStream stream = new MessageStream(answer);
        try {
            read(messages.createStreaming(MessageRequest.of(request)), stream);
        } catch (AnthropicServiceException refusal) {
            throw Refusal.of(refusal).told(failures);
        } catch (AnthropicIoException broken) {
            if (!stream.complete()) {
                throw brokenConnection(broken);
            }
        } catch (AnthropicException unreadable) {
            throw failures.invalid(unreadable);
        } finally {
            connection.end(stream.over());
        }
        if (!stream.complete()) {
            throw connection.cancelled() ? failures.unreachable(null) : failures.truncated(null);
        }
        return stream.completion();
    }

    private void read(HttpResponseFor<StreamResponse<RawMessageStreamEvent>> response, MessageStream stream)
            throws ProviderException {
        boolean events = response.headers().values("Content-Type").stream()
                .anyMatch(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"));
        if (!events) {
            throw failures.notAStream();
        }
        // Closing the connection closes it too.
        Iterator<RawMessageStreamEvent> read = response.parse().iterator();
        while (!stream.over() && !connection.cancelled() && read.hasNext()) {
            RawMessageStreamEvent event = read.next();
            if (event == null) { // what the library makes of JSON's null
                throw failures.invalid(null);
            }
            connection.eventRead();
            stream.event(event);
        }
    }

    private ProviderException brokenConnection(AnthropicIoException broken) {
        if (broken.getCause() instanceof EventTooLongException) {
            return failures.invalid(broken);
        }
        return connection.answered() && !connection.cancelled()
                ? failures.truncated(broken)
                : failures.unreachable(broken);
    }

    @Override
    public void stop(Stop reason) {
        connection.cancel();
    }
}
