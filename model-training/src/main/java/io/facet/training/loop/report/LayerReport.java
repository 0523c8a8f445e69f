package io.facet.training.loop.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.facet.console.page.PageAssets;

/**
 * The page that shows what each layer of an encoder is worth to each task: a curve and a table of scores.
 *
 * @param experiment its name
 * @param layers scores by name, by the number of the layer
 * @param together scores of heads that read several layers; empty where they were not trained
 */
public record LayerReport(
        String experiment, SortedMap<Integer, Map<String, Double>> layers, Map<String, Double> together) {
    private static final JsonMapper JSON = new JsonMapper();

    public LayerReport {
        layers = new TreeMap<>(layers);
    }

    /** One score by layer. */
    record Curve(int index, String score, List<Integer> layers, List<Double> values, Double together) {}

    /** One line of the table. */
    record Row(String score, List<String> cells) {}

    /** What the template sees of the scores. */
    record Page(String experiment, List<Curve> curves, List<String> columns, List<Row> rows, String json) {}

    /** What the template sees. */
    private record Context(Page page, PageAssets assets, String policy) {}

    /** Writes the page; an existing file is replaced. */
    public void write(Path html) throws IOException {
        PageAssets assets = PageAssets.load(LayerReport.class, "layers");
        try (Writer out = Files.newBufferedWriter(html, StandardCharsets.UTF_8)) {
            PageAssets.template(LayerReport.class, "layers")
                    .execute(new Context(page(), assets, assets.contentSecurityPolicy()), out);
        }
    }

    Page page() throws JsonProcessingException {
        TreeSet<String> names = new TreeSet<>(together.keySet());
        layers.values().forEach(scores -> names.addAll(scores.keySet()));
        List<Curve> curves = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (String name : names) {
            curves.add(curve(curves.size(), name));
            rows.add(new Row(name, cells(name)));
        }
        List<String> columns =
                new ArrayList<>(layers.keySet().stream().map(String::valueOf).toList());
        if (!together.isEmpty()) {
            columns.add("several");
        }
        String json = PageAssets.forScriptElement(JSON.writeValueAsString(curves));
        return new Page(experiment, curves, columns, rows, json);
    }

    private Curve curve(int index, String name) {
        List<Integer> numbers = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        layers.forEach((layer, scores) -> {
            if (scores.containsKey(name)) {
                numbers.add(layer);
                values.add(scores.get(name));
            }
        });
        return new Curve(index, name, numbers, values, together.get(name));
    }

    private List<String> cells(String name) {
        List<String> cells = new ArrayList<>();
        layers.values().forEach(scores -> cells.add(text(scores.get(name))));
        if (!together.isEmpty()) {
            cells.add(text(together.get(name)));
        }
        return cells;
    }

    private static String text(Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.4g", value);
    }
}
