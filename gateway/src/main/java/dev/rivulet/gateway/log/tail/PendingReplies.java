package dev.rivulet.gateway.log.tail;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Who waits for the coordinator's answer to a request. Thread-safe. */
final class PendingReplies {

    private final Map<TurnId, Awaited<?>> awaited = new ConcurrentHashMap<>();

    /** Forgotten when it is complete, by whomever. */
    <A extends CoordinatorReply> CompletableFuture<LoggedReply<A>> await(TurnId request, Class<A> type) {
        CompletableFuture<LoggedReply<A>> answer = new CompletableFuture<>();
        awaited.put(request, new Awaited<>(type, answer));
        answer.whenComplete((answered, failure) -> awaited.remove(request));
        return answer;
    }

    boolean anyAwaited() {
        return !awaited.isEmpty();
    }

    /** Whether the record is such an answer, to whomever. Tailer's thread. */
    boolean take(ConsumerRecord<?, byte[]> record) {
        Optional<TurnId> request = CoordinatorReply.request(record.headers());
        request.map(awaited::get).ifPresent(waiting -> waiting.take(record));
        return request.isPresent();
    }

    private record Awaited<A extends CoordinatorReply>(Class<A> type, CompletableFuture<LoggedReply<A>> answer) {

        void take(ConsumerRecord<?, byte[]> record) {
            try {
                answer.complete(new LoggedReply<>(Json.read(record.value(), type), record.offset()));
            } catch (UnreadableRecordException unreadable) {
                answer.completeExceptionally(unreadable);
            }
        }
    }
}
