package dev.rivulet.local.protocol;

import dev.rivulet.local.protocol.Write.Partition;
import dev.rivulet.worker.coordinator.session.Session;
import dev.rivulet.worker.coordinator.session.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A worker: the executions in it and, perhaps, the coordination of the session. Not thread-safe. */
final class Node {

    final String id;
    boolean alive = true;
    /** Whether others take it for alive. */
    boolean heard = true;
    /** What runs here, by attempt. */
    final Map<Integer, Execution> running = new TreeMap<>();
    /** Attempts whose result was written here. */
    final Set<Integer> ended = new TreeSet<>();
    /** The newest attempt that was taken here, or said not to be here. */
    int taken;
    /** The newest attempt that was stopped before it came. */
    int stoppedEarly;
    Coordination coordination; // null: never coordinated, or died

    Node(String id) {
        this.id = id;
    }

    Node(Node other) {
        id = other.id;
        alive = other.alive;
        heard = other.heard;
        running.putAll(other.running);
        ended.addAll(other.ended);
        taken = other.taken;
        stoppedEarly = other.stoppedEarly;
        coordination = other.coordination == null ? null : new Coordination(other.coordination);
    }

    /**
     * How far an attempt is.
     *
     * @param sealedAt the length of the log behind its seal of earlier attempts; -1 without one
     * @param standing how many deltas of those stand; -1 before that was read
     * @param deltas the seq of its next delta; -1 before its {@code started} is written
     */
    record Execution(int sealedAt, int standing, int deltas) {

        static final Execution NEW = new Execution(-1, -1, -1);
    }

    boolean knows(int attempt) {
        return running.containsKey(attempt) || ended.contains(attempt);
    }

    /** Returns whether the attempt was not taken here before, nor said not to be here; takes it. */
    boolean takes(int attempt) {
        boolean first = taken < attempt;
        taken = Math.max(taken, attempt);
        return first;
    }

    void die() {
        alive = false;
        running.clear();
        coordination = null;
    }

    /** Everything that tells this node from another in the same place. */
    List<Object> contents() {
        return Arrays.asList(alive, heard, running, ended, taken, stoppedEarly,
                coordination == null ? null : coordination.contents());
    }

    /** One term of a coordinator: what it knows, how far it has read, and what it wrote that is not in Kafka yet. */
    static final class Coordination {

        final Term term;
        final Map<Partition, List<Write>> unwritten = new EnumMap<>(Partition.class);
        final Set<Integer> requestedEnds = new TreeSet<>(); // attempts whose end is on its way
        Session session;
        int nextCommand;
        int nextResult;
        boolean steppedBack;

        Coordination(Term term, Session session, int nextCommand, int nextResult) {
            this.term = term;
            this.session = session;
            this.nextCommand = nextCommand;
            this.nextResult = nextResult;
        }

        Coordination(Coordination other) {
            this(other.term, other.session, other.nextCommand, other.nextResult);
            other.unwritten.forEach((partition, writes) -> unwritten.put(partition, new ArrayList<>(writes)));
            requestedEnds.addAll(other.requestedEnds);
            steppedBack = other.steppedBack;
        }

        void write(Write write) {
            unwritten.computeIfAbsent(write.partition(), partition -> new ArrayList<>()).add(write);
        }

        /** Takes the first write of a partition that has some. */
        Write take(Partition partition) {
            List<Write> writes = unwritten.get(partition);
            Write first = writes.removeFirst();
            if (writes.isEmpty()) {
                unwritten.remove(partition);
            }
            return first;
        }

        /** Returns whether Kafka has everything but what the thread that recovers writes. */
        boolean hasWritten() {
            return unwritten.keySet().stream().allMatch(Partition.RECOVERY::equals);
        }

        List<Object> contents() {
            return List.of(term, session, nextCommand, nextResult, requestedEnds, unwritten, steppedBack);
        }
    }
}
