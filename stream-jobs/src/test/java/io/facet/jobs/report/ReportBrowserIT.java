package io.facet.jobs.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.video.Refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The page in a real browser. */
class ReportBrowserIT {
    private static Chromium browser;

    @TempDir
    Path work;

    @BeforeAll
    static void findBrowser() {
        assumeTrue(
                Chromium.find().isPresent(),
                "no program 'chromium' on the PATH: the report is not opened in a browser");
        browser = Chromium.find().orElseThrow();
    }

    @Test
    void report_manyTracks_drawsEveryChartWithoutErrorOrBlockedRequest() throws Exception {
        String dom = browser.dumpDom(report(new SampleRun(1, "lobby", "gate").tracks(200, 120)), work);

        assertThat(root(dom)).contains("data-charts=\"8\"").doesNotContain("data-errors");
        assertThat(count(dom, "<svg")).isEqualTo(7);
        assertThat(dom).contains(">happy</text>").contains(">analyze</text>").contains(">#1</text>");
    }

    @Test
    void report_noFaces_drawsStagesOnly() throws Exception {
        String dom = browser.dumpDom(report(new SampleRun(1, "empty")), work);

        assertThat(root(dom)).contains("data-charts=\"1\"").doesNotContain("data-errors");
        assertThat(dom).contains("No faces were found").doesNotContain("id=\"gallery\"");
    }

    @Test
    void report_hostileNames_areShownAndNeverRun() throws Exception {
        String hostile =
                "<script>document.documentElement.setAttribute('data-owned','1')</script><img src=x onerror=alert(1)>";
        SampleRun run = new SampleRun(1, hostile).tracks(3, 10).deadLetter(hostile, Refusal.NO_FRAMES, hostile);

        String dom = browser.dumpDom(report(run), work);

        assertThat(root(dom))
                .contains("data-charts=")
                .doesNotContain("data-owned")
                .doesNotContain("data-errors");
        assertThat(dom).doesNotContain("<img src=\"x\"").contains("&lt;script&gt;document");
    }

    @Test
    void report_phoneWidth_hasNoHorizontalScroll() throws Exception {
        SampleRun run = new SampleRun(
                        3, "a-stream-with-a-rather-long-name-and-no-place-to-break-it-at-all_0123456789", "b")
                .tracks(40, 60)
                .deadLetter("b", Refusal.DECODE_ERROR, "expected 25 frames, found 3: " + "x".repeat(120));
        Path frame = phone(report(run));

        String dom = browser.dumpDom(frame, work);

        assertThat(root(dom)).contains("data-width=\"400\"").contains("data-scroll-width=\"400\"");
    }

    @Test
    void screenshot_lightAndDark_arePaintedDifferently() throws Exception {
        Path report = report(new SampleRun(5, "lobby", "gate")
                .tracks(60, 90)
                .deadLetter("gate", Refusal.CHECKSUM_MISMATCH, "expected CRC 1a2b3c4d, found 99887766"));
        Path light = work.resolve("light.png");
        Path dark = work.resolve("dark.png");

        browser.screenshot(report, work, light, 1280, 900, false);
        browser.screenshot(report, work, dark, 1280, 900, true);

        assertThat(brightness(light)).isGreaterThan(brightness(dark) + 60);
    }

    /** Browsers have a smallest window; a frame inside one has not, and one without an address can be looked into. */
    private Path phone(Path report) throws IOException {
        String page = Files.readString(report).replace("&", "&amp;").replace("\"", "&quot;");
        return Files.writeString(work.resolve("phone.html"), """
                <!DOCTYPE html><html><body style="margin:0"><iframe style="width:400px;height:6000px;border:0" srcdoc="%s"></iframe>
                <script>
                var frame = document.querySelector("iframe");
                frame.addEventListener("load", function () {
                  var inner = frame.contentDocument.documentElement;
                  document.documentElement.setAttribute("data-width", inner.clientWidth);
                  document.documentElement.setAttribute("data-scroll-width", inner.scrollWidth);
                });
                </script></body></html>
                """.formatted(page));
    }

    private Path report(SampleRun run) throws IOException {
        Path html = work.resolve("report.html");
        new ReportWriter().write(html, run.input());
        return html;
    }

    private static String root(String dom) {
        Matcher matcher = Pattern.compile("<html[^>]*>").matcher(dom);
        assertThat(matcher.find()).isTrue();
        return matcher.group();
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1 - scriptOccurrences(text, part);
    }

    private static int scriptOccurrences(String text, String part) {
        Matcher scripts =
                Pattern.compile("<script>.*?</script>", Pattern.DOTALL).matcher(text);
        int found = 0;
        while (scripts.find()) {
            found += scripts.group().split(Pattern.quote(part), -1).length - 1;
        }
        return found;
    }

    private static double brightness(Path png) throws IOException {
        var image = javax.imageio.ImageIO.read(png.toFile());
        double sum = 0;
        for (int y = 0; y < image.getHeight(); y += 8) {
            for (int x = 0; x < image.getWidth(); x += 8) {
                sum += image.getRGB(x, y) >> 8 & 0xFF;
            }
        }
        return sum / ((image.getHeight() + 7) / 8 * ((image.getWidth() + 7) / 8));
    }
}
