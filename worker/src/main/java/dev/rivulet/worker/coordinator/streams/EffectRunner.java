package dev.rivulet.worker.coordinator.streams;

import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.SessionTurn;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.ChunkHeaders;
import dev.rivulet.schemas.event.CoordinatorReply;
import dev.rivulet.schemas.event.EventType;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.TurnFinished;
import dev.rivulet.worker.coordinator.session.Effect;
import dev.rivulet.worker.execution.TurnJob;
import dev.rivulet.worker.liveness.StopNotice;
import dev.rivulet.worker.metrics.TurnMetrics;
import dev.rivulet.worker.placement.Executions;
import dev.rivulet.worker.recovery.AttemptRecovery;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the effects of one term of a coordinator. Must be used on the coordinator's thread; never blocks it. */
final class EffectRunner {

    private static final Logger LOG = LoggerFactory.getLogger(EffectRunner.class);

    private final ProcessorContext<Object, byte[]> context;
    private final String worker;
    private final Executions executions;
    private final AttemptRecovery recovery;
    private final TurnIndex index;
    private final RecordSizeGuard sizeGuard;
    private final TurnMetrics metrics;
    /** Results that this term had written and that are still on their way through the log. */
    private final Map<SessionTurn, Set<Integer>> requestedEnds = new HashMap<>(); // attempts by turn

    /** @param worker the id of this process */
    EffectRunner(ProcessorContext<Object, byte[]> context, String worker, Executions executions,
            AttemptRecovery recovery, TurnIndex index, RecordSizeGuard sizeGuard, TurnMetrics metrics) {
        this.context = context;
        this.worker = worker;
        this.executions = executions;
        this.recovery = recovery;
        this.index = index;
        this.sizeGuard = sizeGuard;
        this.metrics = metrics;
    }

    /** Returns whether a sweep need not have a result written: the same is on its way, or there is no room for it. */
    boolean isPending(Effect effect) {
        return switch (effect) {
            case Effect.Report report -> isRequested(report.result());
            case Effect.Recover recover -> isRequested(recover.attempt().end()) || !recovery.hasRoom();
            default -> false;
        };
    }

    private boolean isRequested(TurnFinished end) {
        return requestedEnds.getOrDefault(end.sessionTurn(), Set.of()).contains(end.attempt());
    }

    private void request(TurnFinished end) {
        requestedEnds.computeIfAbsent(end.sessionTurn(), turn -> new HashSet<>()).add(end.attempt());
    }

    /** A result was read from the log: it is not on its way any more. */
    void read(TurnFinished result) {
        requestedEnds.computeIfPresent(result.sessionTurn(), (turn, attempts) -> {
            attempts.remove(result.attempt());
            return attempts.isEmpty() ? null : attempts;
        });
    }

    void carryOut(String session, Effect effect) {
        switch (effect) {
            case Effect.Claim claim -> forward(session, claim.claim().turnId(), Json.write(claim.claim()),
                    new RecordHeaders(), CoordinatorTopology.CLAIMS);
            case Effect.Dispatch dispatch -> {
                LOG.atDebug().addKeyValue("turn", dispatch.job().turn())
                        .addKeyValue("attempt", dispatch.job().attempt()).addKeyValue("owner", dispatch.owner())
                        .addKeyValue("session", session).log("turn dispatched");
                dispatch(dispatch.owner(), dispatch.job());
            }
            case Effect.Check check -> executions.remote().check(check.owner(),
                    new SessionTurn(new SessionId(session), check.turn()), check.attempt());
            case Effect.Stop stop -> stop(new SessionId(session), stop);
            case Effect.Release release ->
                executions.local().release(new SessionTurn(new SessionId(session), release.turn()));
            case Effect.Publish publish -> publish(session, publish.about(), publish.event());
            case Effect.Report report -> {
                request(report.result());
                forward(session, report.result().turnId(), Json.write(report.result()), new RecordHeaders(),
                        CoordinatorTopology.TURN_RESULTS);
            }
            case Effect.Reply reply -> reply(session, reply.reply());
            case Effect.ReplyWithTurns reply -> reply(session,
                    index.complete(reply.reply(), session, reply.page(), reply.remembered()));
            case Effect.Recover recover -> {
                // Otherwise the next sweep submits it again.
                if (recovery.submit(recover.attempt())) {
                    request(recover.attempt().end());
                }
            }
            case Effect.Ended ended -> {
                requestedEnds.remove(ended.result().sessionTurn());
                metrics.ended(ended.result());
            }
        }
    }

    private void dispatch(String owner, TurnJob job) {
        if (owner.equals(worker)) {
            metrics.placed("here");
            executions.local().start(job);
            executions.placement().started(job.sessionTurn());
        } else {
            metrics.placed("elsewhere");
            executions.remote().start(owner, job);
        }
    }

    private void stop(SessionId session, Effect.Stop stop) {
        if (stop.owner().equals(worker)) {
            executions.local().stop(new SessionTurn(session, stop.turn()), stop.attempt());
        } else {
            context.forward(new Record<>(StopNotice.keyTo(stop.owner()),
                    new StopNotice(session, stop.turn(), stop.attempt()).json(), context.currentSystemTimeMs()),
                    CoordinatorTopology.NOTICES);
        }
    }

    private void reply(String session, CoordinatorReply reply) {
        Headers headers = new RecordHeaders();
        reply.writeTo(headers);
        forward(session, reply.requestId(), sizeGuard.json(reply), headers, CoordinatorTopology.CHUNK_EVENTS);
    }

    private void publish(String session, TurnId about, ChunkEvent event) {
        Headers headers = new RecordHeaders();
        new ChunkHeaders(about, EventType.of(event), event.attempt()).writeTo(headers, worker);
        forward(session, about, sizeGuard.json(event), headers, CoordinatorTopology.CHUNK_EVENTS);
    }

    private void forward(String session, TurnId about, byte[] value, Headers headers, String sink) {
        long timestamp = about.recordTimestamp(context.currentSystemTimeMs());
        context.forward(new Record<>(session, value, timestamp, headers), sink);
    }
}
