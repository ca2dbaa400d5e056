package dev.rivulet.testkit.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A broker in its own process, for tests that kill it. */
final class BrokerProcess implements AutoCloseable {

    private static final String UP = "UP ";

    private final Process process;
    private final String firstLine;

    private BrokerProcess(Process process, String firstLine) {
        this.process = process;
        this.firstLine = firstLine;
    }

    /** Returns when the broker is up or has failed to start. */
    static BrokerProcess start(Path directory) throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-cp", System.getProperty("java.class.path"), BrokerProcess.class.getName(),
                directory.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        while (line != null && !line.startsWith(UP) && !line.startsWith("FAILED ")) {
            line = output.readLine();
        }
        return new BrokerProcess(process, line);
    }

    String firstLine() {
        return firstLine;
    }

    /** Returns the broker's address. */
    String bootstrapServers() {
        return firstLine.substring(UP.length());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The main class of the process: starts a broker with the given data directory and waits. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.keptIn(Path.of(arguments[0])));
            System.out.println(UP + kafka.bootstrapServers());
        } catch (EmbeddedKafkaException e) {
            System.out.println("FAILED " + e.getMessage());
            System.exit(1);
        }
        Thread.currentThread().join();
    }
}
