package dev.rivulet.gateway.relay;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.Accepted;
import dev.rivulet.schemas.event.Answer;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.json.UnreadableRecordException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Who waits for the coordinator's answer to a request. Thread-safe. */
final class Answers {

    private final Map<TurnId, CompletableFuture<Accepted>> awaited = new ConcurrentHashMap<>();

    /** Forgotten when it is complete, by whomever. */
    CompletableFuture<Accepted> await(TurnId request) {
        CompletableFuture<Accepted> answer = new CompletableFuture<>();
        awaited.put(request, answer);
        answer.whenComplete((accepted, failure) -> awaited.remove(request));
        return answer;
    }

    boolean anyAwaited() {
        return !awaited.isEmpty();
    }

    /** Whether the record is such an answer, to whomever. Tailer's thread. */
    boolean take(ConsumerRecord<?, byte[]> record) {
        Optional<TurnId> request = Answer.request(record.headers());
        request.map(awaited::get).ifPresent(answer -> {
            try {
                answer.complete(Json.read(record.value(), Accepted.class));
            } catch (UnreadableRecordException unreadable) {
                answer.completeExceptionally(unreadable);
            }
        });
        return request.isPresent();
    }
}
