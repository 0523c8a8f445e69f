package io.facet.training.evaluate.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.facet.training.evaluate.task.Chart;

/** Charts as the page's script reads them: their fields and a {@code type}. */
final class ChartJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ChartJson() {}

    /** For a script element: no tag can begin inside. */
    static String of(List<Chart> charts) {
        try {
            return MAPPER.writeValueAsString(
                            charts.stream().map(ChartJson::fields).toList())
                    .replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("charts are plain numbers and names", e);
        }
    }

    private static Map<String, Object> fields(Chart chart) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", chart.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        fields.put("chart", chart);
        return fields;
    }
}
