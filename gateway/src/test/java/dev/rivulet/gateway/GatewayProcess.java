package dev.rivulet.gateway;

import static dev.rivulet.testkit.wait.Waiting.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway in a JVM of its own, for tests that look at its memory or its end. */
final class GatewayProcess implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("listening.* port=(\\d+)|port=(\\d+).*listening");
    private static final long END_SECONDS = 20;

    private final Process process;
    private final Path log;
    private final int port;

    private GatewayProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        await().until(() -> !process.isAlive() || log().contains("gateway ready"));
        Matcher listening = LISTENING.matcher(log());
        if (!process.isAlive() || !listening.find()) {
            close();
            throw new AssertionError("the gateway did not start: " + log());
        }
        this.port = Integer.parseInt(listening.group(1) == null ? listening.group(2) : listening.group(1));
    }

    /** Returns when it serves. */
    static GatewayProcess start(Path directory, List<String> options, Map<String, String> settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), GatewayMain.class.getName()));
        Path log = directory.resolve("gateway.log");
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(settings);
        try {
            return new GatewayProcess(builder.start(), log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    String turns(String session) {
        return url("/v1/sessions/" + session + "/turns");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** What it printed so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
