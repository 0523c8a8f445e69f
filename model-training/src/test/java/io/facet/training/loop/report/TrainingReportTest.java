package io.facet.training.loop.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.training.loop.SampleRun;
import io.facet.training.loop.metrics.MetricsFile;
import io.facet.training.loop.metrics.MetricsTable;
import io.facet.training.loop.metrics.ScoresFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class TrainingReportTest {
    @TempDir
    Path work;

    @Test
    void write_runUnderWay_holdsCurvesAndCardAndFetchesNothing() throws Exception {
        String page = Files.readString(report(300));

        assertThat(page)
                .contains("<h1>farl-tiny</h1>", "Not complete", "300 of 1,000", "5,700,000", "0123abc", "ab12")
                .contains("\"name\":\"contrastive\"", "\"name\":\"gradient norm\"", "\"name\":\"probe accuracy\"")
                .contains("note: &quot;&lt;script&gt;alert(1)")
                .contains("default-src 'none'");
        assertThat(page).doesNotContainPattern("(src|href)=\"http").doesNotContain("<script>alert");
        assertThat(work.toFile().list()).containsExactlyInAnyOrder("metrics.csv", "report.html");
    }

    @Test
    void write_longRun_doesNotGrowWithIt() throws Exception {
        long thousands = Files.size(report(3_000));
        long more = Files.size(report(30_000));

        assertThat(more).isLessThan(thousands + 50_000);
    }

    @Test
    void write_openedInABrowser_drawsEveryCurveWithoutErrors() throws Exception {
        Optional<Path> browser = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(browser.isPresent(), "no program 'chromium' on the PATH: the report is not opened in a browser");

        String dom = dom(browser.orElseThrow(), report(300));

        Matcher root = Pattern.compile("<html[^>]*>").matcher(dom);
        assertThat(root.find()).isTrue();
        // loss and its two parts, rate, norm, speed, one score
        assertThat(root.group()).contains("data-charts=\"7\"").doesNotContain("data-errors");
    }

    private Path report(int updates) throws IOException {
        Path csv = work.resolve("metrics.csv");
        try (MetricsFile metrics = MetricsFile.open(csv, 0)) {
            SampleRun.figures(updates).forEach(metrics::append);
        }
        MetricsTable table = MetricsFile.read(csv);
        Path html = work.resolve("report.html");
        List<ScoresFile.Score> scores = List.of(
                new ScoresFile.Score(100, "probe accuracy", 0.61),
                new ScoresFile.Score(200, "probe accuracy", 0.7),
                new ScoresFile.Score(300, "probe accuracy", 0.75));
        new TrainingReport(html).write(SampleRun.card(updates, Map.of("probe accuracy", 0.75)), table, scores);
        return html;
    }

    private String dom(Path browser, Path page) throws IOException, InterruptedException {
        Path dom = work.resolve("dom.html");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--user-data-dir=" + work.resolve("profile"),
                        "--virtual-time-budget=5000",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readString(dom);
    }
}
