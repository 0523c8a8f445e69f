package io.facet.training.loop.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import com.samskivert.mustache.Template;

import io.facet.console.page.PageAssets;
import io.facet.training.loop.card.RunCard;
import io.facet.training.loop.metrics.MetricsTable;
import io.facet.training.loop.metrics.ScoresFile;

/**
 * Writes {@code report.html}: the run's curves, scores and card. The page is written again and again while a run goes on; its
 * size does not grow with the length of the run. Used by one thread.
 */
public final class TrainingReport {
    private final Path html;
    private final PageAssets assets;
    private final Template template;

    /**
     * @param html where to; an existing file is replaced
     * @throws IOException if the page's parts are missing from the class path
     */
    public TrainingReport(Path html) throws IOException {
        this.html = html;
        assets = PageAssets.load(TrainingReport.class, "report");
        template = PageAssets.template(TrainingReport.class, "report");
    }

    /** Writes the page. The file appears complete or not at all. */
    public void write(RunCard card, MetricsTable metrics, List<ScoresFile.Score> scores) throws IOException {
        Path unfinished = html.resolveSibling(html.getFileName() + ".part");
        try {
            try (Writer out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
                template.execute(
                        new Context(ReportPage.of(card, metrics, scores), assets, assets.contentSecurityPolicy()), out);
            }
            Files.move(unfinished, html, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** What the template sees. */
    private record Context(ReportPage page, PageAssets assets, String policy) {}
}
