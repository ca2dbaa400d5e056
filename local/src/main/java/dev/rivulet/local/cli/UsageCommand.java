package dev.rivulet.local.cli;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.UsageReport;
import dev.rivulet.local.screen.PlainScreen;
import dev.rivulet.local.screen.Tone;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(name = "usage", mixinStandardHelpOptions = true, description = {
        "Show what your turns have used: tokens, and money where the prices are known.",
        "Uses the gateway at RIVULET_URL (http://127.0.0.1:8080).",
        "Exit status: 0; 1 when no gateway answers, or refuses; 2 for wrong arguments."})
final class UsageCommand implements Callable<Integer> {

    @Option(names = "--by", paramLabel = "WHAT", description = {
            "day, model, or principal, which is everybody's and needs the scope admin (default: day)."})
    private UsageReport.By by = UsageReport.By.DAY;

    @Option(names = "--from", paramLabel = "DAY", description = "The first day, in UTC (default: 29 days before).")
    private LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "The last day, in UTC (default: today).")
    private LocalDate to;

    @Option(names = "--all", description = "Everybody's; needs the scope admin.")
    private boolean all;

    @Option(names = "--json", description = "Print JSON, for scripts.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        QuietLogs.set();
        try (PlainScreen screen = PlainScreen.ofProcess();
                RivuletClient client = ClientFactory.forOneRequest(Config.ofProcess())) {
            UsageReport report = client.usage(by, from, to, all);
            screen.line(Tone.PLAIN, json
                    ? new String(Json.write(report), StandardCharsets.UTF_8)
                    : UsageTable.of(report).stripTrailing());
            return ExitCode.OK;
        }
    }
}
