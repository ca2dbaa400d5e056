package dev.rivulet.local.examples;

import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.llm.SimulatedRequest;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** What the provider says to the prompts of the examples. */
final class ExampleAnswers {

    private static final Duration GAP = Duration.ofMillis(5);

    private ExampleAnswers() {}

    static Function<SimulatedRequest, Script> all() {
        Function<SimulatedRequest, Script> secondTime = Scripts.failFirst(1, Fault.serverError(),
                request -> Script.of("It worked the second time."));
        Function<SimulatedRequest, Script> demo = Scripts.demo()
                .andThen(script -> script.withTiming(Duration.ZERO, GAP));
        Map<String, Script> scripted = Map.of("Tell me a long story", at(GAP, "word ".repeat(200)),
                "List three rivers, one a line, nothing else", at(GAP, "Elbe\nOder\nRhein"),
                "Three rivers as a JSON array of {\"name\", \"km\"}, nothing else", at(GAP, """
                        ```json
                        [{"name": "Elbe", "km": 1094}, {"name": "Oder", "km": 840, "mouth": "Ostsee"},
                         {"name": "Rhein", "km": 1232}]
                        ```"""),
                "Count to a million", at(Duration.ofMillis(20), "1 2 3 4 5 6 7 8 9 10 ".repeat(500)),
                "Think very long before you answer", Script.failing(new Fault.StallBeforeHeaders()),
                "Tell me a story that breaks off", Script.failing(new Fault.CutAfter(4)), "Speak slowly",
                at(Duration.ofMillis(100), "slow ".repeat(25)));
        return request -> request.prompt().equals("Answer in spite of a bad start")
                ? secondTime.apply(request)
                : scripted.getOrDefault(request.prompt(), demo.apply(request));
    }

    private static Script at(Duration gap, String text) {
        return Script.of(text).withTiming(Duration.ZERO, gap);
    }
}
