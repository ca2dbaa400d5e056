package dev.rivulet.bench.micro;

import dev.rivulet.gateway.log.cursor.CursorEncoder;
import dev.rivulet.gateway.log.event.AttemptFilter;
import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.event.Selection;
import dev.rivulet.gateway.log.event.SelectionIndex;
import dev.rivulet.gateway.log.event.TurnEvent;
import dev.rivulet.gateway.metrics.StreamKind;
import dev.rivulet.gateway.stream.sse.NativeFraming;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What a worker and a gateway compute for one delta, step by step: everything between the provider's token and the
 * bytes that a reader is sent, without the sockets and Kafka's clients. For JMH, which makes one for each of its
 * threads.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DeltaPath {

    private static final int READ_SESSIONS = 1_000;
    private static final int FRAME_BYTES = 256;
    private static final String WORKER = "worker-5f2c01aa";
    private static final SessionId SESSION = new SessionId("session-500");

    private final TurnId turn = TurnId.parse("019a5d2e-7c41-7a8b-9c55-2f6e8d1b3a70");
    private final Delta delta = new Delta(1, 57, " and the next word");
    private final byte[] json = Json.write(delta);
    private final ChunkHeaders chunk = new ChunkHeaders(turn, EventType.DELTA, 1);
    private final Headers headers = new RecordHeaders(chunk.headers(WORKER));
    private final ByteBuffer ownKey = ByteBuffer.wrap(SESSION.keyBytes());
    private final ByteBuffer foreignKey = ByteBuffer.wrap(new SessionId("session-of-another-gateway").keyBytes());
    private final SelectionIndex<String> readers = new SelectionIndex<>();
    private final NativeFraming<TurnEvent> framing = new NativeFraming<>(StreamKind.NATIVE,
            new CursorEncoder(turn, 4)::encode);

    public DeltaPath() {
        for (int i = 0; i < READ_SESSIONS; i++) {
            SessionTurn read = new SessionTurn(new SessionId("session-" + i), turn);
            readers.add(new Selection.OfTurn(read), "reader " + i);
        }
    }

    /** The worker: a delta's record. */
    @Benchmark
    public byte[] writeData() {
        return Json.write(delta);
    }

    /** The worker: its headers. */
    @Benchmark
    public Headers writeHeaders() {
        Headers written = new RecordHeaders();
        chunk.writeTo(written, WORKER);
        return written;
    }

    /** A gateway: the record is of a session that nobody reads there. */
    @Benchmark
    public boolean passOver() {
        return readers.wants(foreignKey);
    }

    /** A gateway: who reads it, of 1,000 readers. */
    @Benchmark
    public List<String> findReaders() {
        return readers.matching(ChunkHeaders.read(headers).orElseThrow(), ownKey);
    }

    /** A gateway: from the record to what one reader is sent, for each of its readers. */
    @Benchmark
    public Buffer frame() {
        TurnEvent shown = new AttemptFilter(1, delta.seq()).admit(ChunkRecord.of(4711, 0, chunk, json)).orElseThrow();
        Buffer frame = Buffer.buffer(FRAME_BYTES);
        framing.append(frame, shown);
        return frame;
    }
}
