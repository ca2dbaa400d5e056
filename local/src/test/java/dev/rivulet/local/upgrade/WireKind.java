package dev.rivulet.local.upgrade;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rivulet.gateway.log.cursor.Cursor;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.Command;
import dev.rivulet.schemas.command.UnknownCommand;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.Watching;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.schemas.usage.UsageTotal;
import dev.rivulet.worker.coordinator.session.ActiveTurns;
import dev.rivulet.worker.coordinator.session.Conversation;
import dev.rivulet.worker.coordinator.streams.IndexedTurn;
import dev.rivulet.worker.coordinator.streams.StateFormat;
import dev.rivulet.worker.liveness.StopNotice;
import dev.rivulet.worker.liveness.WorkerStatus;
import dev.rivulet.worker.placement.JobRecord;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A kind of value that processes of several versions exchange, and how this version reads and writes it.
 *
 * @param name in the golden files
 * @param type of what is read
 */
record WireKind(String name, Class<?> type, Function<String, ?> reader, Function<Object, String> writer) {

    private static final String OWNER = "worker-1";
    private static final List<WireKind> ALL = Stream.of(
            leaves(Command.class).filter(type -> type != UnknownCommand.class).map(type -> json(type, Command.class)),
            leaves(ChunkEvent.class).map(type -> json(type, type)),
            leaves(CoordinatorReply.class).map(type -> json(type, type)),
            leaves(JobRecord.class).filter(type -> type != JobRecord.Unknown.class)
                    .map(type -> json(type, JobRecord.class)),
            Stream.of(json(Watching.class, Watching.class), json(WorkerStatus.class, WorkerStatus.class)),
            Stream.of(json(TurnFinished.class, TurnFinished.class), json(UsageTotal.class, UsageTotal.class),
                    json(StopNotice.class, StopNotice.class),
                    state(ActiveTurns.class), state(Conversation.class), state(IndexedTurn.class),
                    new WireKind("ChunkHeaders", ChunkHeaders.class,
                            text -> ChunkHeaders.read(headers(text)).orElseThrow(),
                            event -> text(headers -> ((ChunkHeaders) event).writeTo(headers, OWNER))),
                    new WireKind("ReplyHeader", TurnId.class,
                            text -> CoordinatorReply.request(headers(text)).orElseThrow(),
                            request -> "request=" + request),
                    new WireKind("Cursor", Cursor.class, Cursor::parse, Object::toString)))
            .flatMap(kinds -> kinds).toList();

    static List<WireKind> all() {
        return ALL;
    }

    static WireKind named(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + name + " any more, but it may be in Kafka"));
    }

    boolean isJson() {
        return type != ChunkHeaders.class && type != TurnId.class && type != Cursor.class;
    }

    Object read(String text) {
        return reader.apply(text);
    }

    String write(Object value) {
        return writer.apply(value);
    }

    private static WireKind json(Class<?> type, Class<?> readAs) {
        return new WireKind(type.getSimpleName(), type, text -> Json.read(text.getBytes(UTF_8), readAs),
                value -> new String(Json.write(value), UTF_8));
    }

    @SuppressWarnings("unchecked")
    private static WireKind state(Class<?> type) {
        StateFormat<Object> serde = StateFormat.of((Class<Object>) type);
        return new WireKind(type.getSimpleName(), type, text -> serde.read(text.getBytes(UTF_8)),
                value -> new String(serde.write(value), UTF_8));
    }

    private static Headers headers(String text) {
        RecordHeaders headers = new RecordHeaders();
        Arrays.stream(text.split(" ")).map(pair -> pair.split("=", 2))
                .forEach(pair -> headers.add(pair[0], pair[1].getBytes(UTF_8)));
        return headers;
    }

    private static String text(Consumer<Headers> writer) {
        RecordHeaders headers = new RecordHeaders();
        writer.accept(headers);
        return StreamSupport.stream(headers.spliterator(), false)
                .map(header -> header.key() + "=" + new String(header.value(), UTF_8)).collect(Collectors.joining(" "));
    }

    static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(WireKind::leaves)
                : Stream.of(type);
    }

    @Override
    public String toString() {
        return name();
    }
}
