package dev.rivulet.testkit.guarantee;

import dev.rivulet.testkit.sse.SseEvent;
import java.util.Arrays;
import java.util.List;

/** Turns as clients receive them. */
final class Turns {

    private Turns() {}

    static ObservedTurn of(SseEvent... events) {
        return ObservedTurn.of("t1", Arrays.asList(events));
    }

    static List<String> broken(ObservedTurn turn) {
        return Guarantee.all().stream().flatMap(guarantee -> guarantee.check(turn).stream()).map(Violation::guarantee)
                .distinct().toList();
    }

    static SseEvent started(int attempt) {
        return event("started", "{'attempt':" + attempt + ",'model':'m','provider':'p'}");
    }

    static SseEvent continued(int attempt, int seq, int length) {
        return event("started", "{'attempt':" + attempt + ",'model':'m','provider':'p','continues':{'seq':" + seq
                + ",'length':" + length + "}}");
    }

    static SseEvent delta(int attempt, int seq, String content) {
        return event("delta", "{'attempt':" + attempt + ",'seq':" + seq + ",'content':'" + content + "','later':1}");
    }

    static SseEvent done(int attempt, int seq, int length) {
        return event("done", "{'attempt':" + attempt + ",'seq':" + seq + ",'finishReason':'stop','usage':{},'length':"
                + length + ",'timings':{}}");
    }

    static SseEvent error(int attempt, String more) {
        return event("error",
                "{'attempt':" + attempt + ",'code':'worker_lost','message':'m','retryable':true" + more + "}");
    }

    static SseEvent event(String type, String data) {
        return new SseEvent("c", type, data.replace('\'', '"'));
    }
}
