/**
 * Recipes: an experiment as a YAML file, the papers' values by default, unknown keys refused; and what a recipe becomes,
 * an experiment with its data, networks and losses.
 */
package io.facet.training.recipe;
