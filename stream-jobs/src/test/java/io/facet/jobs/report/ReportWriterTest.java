package io.facet.jobs.report;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import io.facet.console.page.PageAssets;
import io.facet.domain.face.Box;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.video.Refusal;

import static org.assertj.core.api.Assertions.assertThat;

class ReportWriterTest {
    private static final Pattern SCRIPT = Pattern.compile("<script([^>]*)>(.*?)</script>", Pattern.DOTALL);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 200})
    void write_anyNumberOfTracks_isWellFormedAndFetchesNothing(int tracks) throws Exception {
        String html = write(new SampleRun(11, "lobby", "gate").tracks(tracks, 60));

        Document page = parse(html);
        assertThat(elements(page, "img")).hasSize(tracks).allSatisfy(image -> {
            assertThat(image.getAttribute("src")).startsWith("data:image/jpeg;base64,");
            assertThat(image.getAttribute("alt")).isNotBlank();
        });
        assertThat(elements(page, "link")).isEmpty();
        assertThat(withoutScripts(html)).doesNotContain("http://", "https://", "url(", "@import");
        assertThat(elements(page, "script"))
                .allSatisfy(script -> assertThat(script.hasAttribute("src")).isFalse());
    }

    @Test
    void write_hostileText_staysText() throws Exception {
        String hostile = "</script><script>alert(1)</script><!--\"'&";
        SampleRun run = new SampleRun(1, hostile).tracks(2, 20).deadLetter(hostile, Refusal.NO_FRAMES, hostile);

        String html = write(run);

        assertThat(html).doesNotContain("<script>alert(1)");
        assertThat(parse(html).getElementsByTagName("script").getLength()).isEqualTo(4);
        assertThat(data(html).at("/timelines/0/stream").asText()).isEqualTo(hostile);
    }

    @Test
    void write_policy_allowsExactlyTheScriptsOfThePage() throws Exception {
        String html = write(new SampleRun(1, "a").tracks(1, 5));

        String policy = elements(parse(html), "meta").stream()
                .filter(meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy"))
                .map(meta -> meta.getAttribute("content"))
                .findFirst()
                .orElseThrow();
        List<String> hashes = new ArrayList<>();
        for (String script : scripts(html)) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            hashes.add("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
        }
        assertThat(hashes).hasSize(3);
        assertThat(policy).startsWith("default-src 'none'; script-src " + String.join(" ", hashes) + ";");
    }

    @Test
    void write_noFaces_saysSoAndShowsNoGallery() throws Exception {
        String html = write(new SampleRun(1, "empty"));

        assertThat(html).contains("No faces were found", "Facet looked at 1,500 frames of 1 stream.");
        assertThat(html).doesNotContain("id=\"gallery\"", "id=\"timelines\"", "id=\"dead-letters\"");
    }

    @Test
    void write_oneTrack_hasNoShowAllButton() throws Exception {
        assertThat(withoutScripts(write(new SampleRun(1, "a").tracks(1, 5)))).doesNotContain("show-all");
    }

    @Test
    void write_twoHundredTracks_hidesAllButTheFirstBehindAButton() throws Exception {
        Document page = parse(write(new SampleRun(1, "a").tracks(200, 60)));

        List<Element> cards = elements(page, "li");
        assertThat(cards).hasSize(200);
        assertThat(cards.stream()
                        .filter(card -> card.getAttribute("class").equals("card"))
                        .count())
                .isEqualTo(24);
        assertThat(elements(page, "button"))
                .singleElement()
                .satisfies(button -> assertThat(button.getTextContent()).isEqualTo("Show all 200 tracks"));
    }

    @Test
    void write_moreTracksThanFit_keepsTheOnesSeenMostAndSaysHowManyThereAre() throws Exception {
        SampleRun run = new SampleRun(1, "a").tracks(TrackSelection.REPORT_LIMIT + 5, 30);

        String html = write(run);

        assertThat(html).contains("The 600 tracks seen in most frames, of 605.");
        assertThat(elements(parse(html), "li")).hasSize(TrackSelection.REPORT_LIMIT);
    }

    @Test
    void write_deadLettersAndStoppedRun_areStated() throws Exception {
        SampleRun run = new SampleRun(1, "gate")
                .tracks(1, 5)
                .deadLetter("gate", Refusal.CHECKSUM_MISMATCH, "expected CRC 1, found 2")
                .stopped();

        assertThat(write(run))
                .contains(
                        "checksum mismatch",
                        "expected CRC 1, found 2",
                        "facet.segments 0, offset 40",
                        "47.1 KiB",
                        "Not complete: stopped early, or an input could not be read to its end",
                        "Research use only");
    }

    @Test
    void write_longRun_keepsTheTimeSeriesBounded() throws Exception {
        Box box = new Box(10, 10, 40, 50);
        SampleRun run = new SampleRun(1, "day").tracks(1, 10);
        Iterable<FaceObservation> day = () -> LongStream.range(0, 24 * 3600 * 2)
                .mapToObj(i -> SampleRun.observation("day", 1, i * 500_000, box, 0.9, List.of()))
                .iterator();

        JsonNode timeline = data(write(withObservations(run.input(), day))).at("/timelines/0");

        assertThat(timeline.at("/rates").size()).isBetween(TimeSeries.MAX_BINS / 2, TimeSeries.MAX_BINS);
        assertThat(timeline.at("/rates"))
                .allSatisfy(rate -> assertThat(rate.asDouble()).isEqualTo(2.0));
    }

    @Test
    void write_twice_givesTheSameBytesAndLeavesNoOtherFile() throws Exception {
        String first = write(new SampleRun(4, "a", "b").tracks(20, 30));
        String second = write(new SampleRun(4, "a", "b").tracks(20, 30));

        assertThat(second).isEqualTo(first);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("report.html"));
        }
    }

    @Test
    void forScriptElement_scriptEndAndComment_areBroken() {
        assertThat(PageAssets.forScriptElement("a='</script>';b='<!--'\r\n")).isEqualTo("a='<\\/script>';b='<\\!--'\n");
    }

    private static ReportInput withObservations(ReportInput input, Iterable<FaceObservation> observations) {
        return new ReportInput(input.summary(), input.tracks(), observations, Map.of(), input.deadLetters());
    }

    private String write(SampleRun run) throws IOException {
        return write(run.input());
    }

    private String write(ReportInput input) throws IOException {
        Path html = folder.resolve("report.html");
        new ReportWriter().write(html, input);
        return Files.readString(html);
    }

    private static JsonNode data(String html) throws IOException {
        Matcher scripts = SCRIPT.matcher(html);
        while (scripts.find()) {
            if (scripts.group(1).contains("facet-data")) {
                return new ObjectMapper().readTree(scripts.group(2));
            }
        }
        throw new AssertionError("the page holds no data");
    }

    private static List<String> scripts(String html) {
        List<String> found = new ArrayList<>();
        Matcher scripts = SCRIPT.matcher(html);
        while (scripts.find()) {
            if (scripts.group(1).isEmpty()) {
                found.add(scripts.group(2));
            }
        }
        return found;
    }

    private static String withoutScripts(String html) {
        return SCRIPT.matcher(html).replaceAll("<script$1></script>");
    }

    /** The template is written so that the page, less the text of its scripts, is XML too. */
    private static Document parse(String html) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        String xml = withoutScripts(html).replace("<!DOCTYPE html>", "");
        return builder.parse(new InputSource(new StringReader(xml)));
    }

    private static List<Element> elements(Document page, String name) {
        NodeList nodes = page.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
