package dev.rivulet.bench.fleet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rivulet.bench.load.LoadOrder;
import dev.rivulet.bench.load.LoadResult;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.ProcessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** The line to the load generator: orders there, results back. */
final class LoadLine {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JavaProcess child;
    private final Writer orders;
    private final BufferedReader results;

    LoadLine(JavaProcess child) {
        this.child = child;
        this.orders = child.process().outputWriter();
        this.results = child.process().inputReader();
    }

    void send(LoadOrder order) {
        try {
            orders.write(JSON.writeValueAsString(order) + "\n");
            orders.flush();
        } catch (IOException gone) {
            child.requireAlive();
            throw new UncheckedIOException(gone);
        }
    }

    /** Waits for the result of the order sent last. */
    LoadResult receive() {
        try {
            for (String line = results.readLine(); line != null; line = results.readLine()) {
                // A JVM and its agents have things of their own to say on stdout.
                if (line.startsWith("{")) {
                    return JSON.readValue(line, LoadResult.class);
                }
            }
            throw new ProcessException("the load generator gave up" + child.lastWords());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
