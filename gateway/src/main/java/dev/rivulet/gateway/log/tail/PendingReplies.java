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

/** The requests whose coordinator has not replied yet. Thread-safe. */
final class PendingReplies {

    private final Map<TurnId, Pending<?>> pending = new ConcurrentHashMap<>();

    /**
     * Returns the reply to a request that is not published yet. The request stays registered until the future
     * completes.
     */
    <R extends CoordinatorReply> CompletableFuture<LoggedReply<R>> register(TurnId request, Class<R> type) {
        CompletableFuture<LoggedReply<R>> reply = new CompletableFuture<>();
        pending.put(request, new Pending<>(type, reply));
        reply.whenComplete((logged, failure) -> pending.remove(request));
        return reply;
    }

    /**
     * Completes the request that a record replies to, if it is one of this gateway.
     *
     * @return whether the record is a reply, to this gateway or another
     */
    boolean complete(ConsumerRecord<?, byte[]> record) {
        Optional<TurnId> request = CoordinatorReply.request(record.headers());
        request.map(pending::get).ifPresent(one -> one.complete(record));
        return request.isPresent();
    }

    private record Pending<R extends CoordinatorReply>(Class<R> type, CompletableFuture<LoggedReply<R>> reply) {

        /** On another thread: the reply may be a whole conversation, and the tail must not wait while it is parsed. */
        void complete(ConsumerRecord<?, byte[]> record) {
            Thread.startVirtualThread(() -> {
                try {
                    reply.complete(
                            new LoggedReply<>(Json.read(record.value(), type), record.offset(), record.value().length));
                } catch (UnreadableRecordException unreadable) {
                    reply.completeExceptionally(unreadable);
                }
            });
        }
    }
}
