package dev.rivulet.bench.process;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rivulet.bench.load.plan.Plan;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.ProcessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** Sends plans to the load generator's process and reads its results. */
final class LoadGeneratorClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JavaProcess child;
    private final Writer plans;
    private final BufferedReader results;

    LoadGeneratorClient(JavaProcess child) {
        this.child = child;
        this.plans = child.process().outputWriter();
        this.results = child.process().inputReader();
    }

    void send(Plan plan) {
        try {
            plans.write(JSON.writeValueAsString(plan) + "\n");
            plans.flush();
        } catch (IOException gone) {
            child.requireAlive();
            throw new UncheckedIOException(gone);
        }
    }

    /** Waits for the result of the plan sent last. */
    <R> R receive(Class<R> type) {
        try {
            for (String line = results.readLine(); line != null; line = results.readLine()) {
                // The JVM and its agents may also print to stdout.
                if (line.startsWith("{")) {
                    return JSON.readValue(line, type);
                }
            }
            throw new ProcessException("the load generator gave up" + child.lastWords());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
