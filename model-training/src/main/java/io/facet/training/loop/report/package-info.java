/**
 * The page of a run: curves and run card in one self-contained HTML file. It fetches nothing: script, style and data are
 * inside, and its content security policy forbids anything else.
 */
package io.facet.training.loop.report;
