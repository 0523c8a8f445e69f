package io.facet.jobs.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import com.samskivert.mustache.Template;

import io.facet.console.page.PageAssets;

/**
 * Writes {@code report.html}: one file that holds all it needs and can be opened, mailed or printed. What it keeps in
 * memory is bounded by the limits of the page, not by the length of the run. Stateless and thread-safe.
 */
public final class ReportWriter {
    private final PageAssets assets;
    private final Template template;

    /**
     * @throws IOException if the page's parts are missing from the class path
     */
    public ReportWriter() throws IOException {
        assets = PageAssets.load(ReportWriter.class, "report");
        template = PageAssets.template(ReportWriter.class, "report");
    }

    /**
     * Writes the report. The file appears complete or not at all.
     *
     * @param html where to; an existing file is replaced
     */
    public void write(Path html, ReportInput input) throws IOException {
        ReportPage page = ReportPageBuilder.build(input);
        Path unfinished = html.resolveSibling(html.getFileName() + ".part");
        try {
            try (Writer out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
                template.execute(new Context(page, assets, assets.contentSecurityPolicy()), out);
            }
            Files.move(unfinished, html, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** What the template sees. */
    private record Context(ReportPage page, PageAssets assets, String policy) {}
}
