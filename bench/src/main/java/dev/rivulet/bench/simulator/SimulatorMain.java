package dev.rivulet.bench.simulator;

import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.SimulatorConfig;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * The provider's process: {@code PORT TOKENS_PER_SECOND}. Answers with timestamped tokens, as many as the request asks
 * for.
 */
public final class SimulatorMain {

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private SimulatorMain() {}

    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0]);
        Duration gap = Duration.ofSeconds(1).dividedBy(Integer.parseInt(args[1]));
        try (LlmSimulator simulator = LlmSimulator.start(SimulatorConfig.defaults().withPort(port))) {
            simulator.script(Script.timestamped(NO_LIMIT).withTiming(Duration.ZERO, gap));
            new CountDownLatch(1).await();
        }
    }
}
