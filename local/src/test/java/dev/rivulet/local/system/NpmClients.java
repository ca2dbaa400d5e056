package dev.rivulet.local.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The official clients of npm and the scripts that drive them, {@code src/test/npm}. They are installed under {@code
 * target}, once for each lock file, and with them this project's own client as it is packed. Without node, npm or a
 * registry the test is skipped, and says why.
 */
public final class NpmClients {

    private static final Path SOURCE = Path.of("src", "test", "npm");
    private static final Path CLIENT = Path.of("..", "clients", "js");
    private static final int OLDEST_NODE = 20;
    private static final Pattern UNREACHABLE = Pattern
            .compile("ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT");

    private static NpmClients installed; // by this JVM; null before; guarded by the class

    private final Path directory;

    private NpmClients(Path directory) {
        this.directory = directory;
    }

    public static synchronized NpmClients install() throws IOException, InterruptedException, GeneralSecurityException {
        if (installed == null) {
            installed = new NpmClients(installAll());
        }
        return installed;
    }

    private static Path installAll() throws IOException, InterruptedException, GeneralSecurityException {
        requireNode();
        version("npm");
        byte[] lock = Files.readAllBytes(SOURCE.resolve("package-lock.json"));
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(lock), 0, 8);
        Path directory = Files.createDirectories(Path.of("target", "npm-" + hash));
        copyFiles(SOURCE, directory);
        copyFiles(CLIENT.resolve("test"), directory);
        Path installed = directory.resolve("installed");
        if (!Files.exists(installed)) {
            npmInstall(directory);
            Files.createFile(installed);
        }
        installClient(directory);
        return directory;
    }

    /** Starts a case of a script. */
    public NpmCase start(String script, String name, Map<String, String> settings) {
        return NpmCase.start(directory, script, name, settings);
    }

    /** Runs a script of a package until it ends; returns what it said, or nothing if it succeeded. */
    public String failureOf(String script, String... arguments) throws IOException, InterruptedException {
        return failureOf(directory, Stream.concat(Stream.of("node", script), Stream.of(arguments)).toList());
    }

    /** Where the scripts are, with the packages in {@code node_modules}. */
    public Path directory() {
        return directory;
    }

    /** Makes one file for a browser, {@code NAME.js}, of a script with all that it imports. */
    public void bundle(String name) throws IOException, InterruptedException {
        String failure = failureOf("node_modules/esbuild/bin/esbuild", name + ".mjs", "--bundle", "--format=esm",
                "--outfile=" + name + ".js", "--define:process.env.NODE_ENV=\"production\"", "--log-level=error");
        if (!failure.isEmpty()) {
            throw new IllegalStateException(failure);
        }
    }

    private static void copyFiles(Path from, Path directory) throws IOException {
        try (Stream<Path> sources = Files.list(from)) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Files.copy(source, directory.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Packs the client and unpacks it where npm would: what is not in the package is not found. */
    private static void installClient(Path directory) throws IOException, InterruptedException {
        Path module = Files.createDirectories(directory.resolve("node_modules").resolve("rivulet-client"));
        String packed = directory.toAbsolutePath().toString();
        require(CLIENT, List.of("npm", "pack", "--silent", "--pack-destination", packed));
        require(directory,
                List.of("tar", "-xzf", "rivulet-client-0.1.0.tgz", "--strip-components=1", "--recursive-unlink",
                        "-C", module.toAbsolutePath().toString()));
    }

    private static void require(Path directory, List<String> command) throws IOException, InterruptedException {
        String failure = failureOf(directory, command);
        if (!failure.isEmpty()) {
            throw new IllegalStateException(command + ": " + failure);
        }
    }

    private static String failureOf(Path directory, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return process.waitFor() == 0 ? "" : "failed: " + said;
    }

    /** Skips the test without a node that is new enough. */
    public static void requireNode() throws IOException, InterruptedException {
        String version = version("node").strip();
        Assumptions.assumeTrue(Integer.parseInt(version.substring(1).split("\\.")[0]) >= OLDEST_NODE,
                () -> "node " + OLDEST_NODE + " or newer is needed; here is " + version);
    }

    private static String version(String program) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(program, "--version").start();
            String version = new String(process.getInputStream().readAllBytes(), UTF_8);
            Assumptions.assumeTrue(process.waitFor() == 0, () -> program + " does not run here");
            return version;
        } catch (IOException missing) {
            return Assumptions.abort(program + " is not installed");
        }
    }

    private static void npmInstall(Path directory) throws IOException, InterruptedException {
        Process npm = new ProcessBuilder(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                "--prefer-offline", "--fetch-retries=1", "--fetch-timeout=60000")).directory(directory.toFile())
                .redirectErrorStream(true).start();
        String said = new String(npm.getInputStream().readAllBytes(), UTF_8);
        if (npm.waitFor() != 0) {
            Assumptions.assumeFalse(UNREACHABLE.matcher(said).find(), () -> "npm reaches no registry: " + said);
            throw new IllegalStateException("npm ci failed: " + said);
        }
    }
}
