/**
 * Training of several tasks on one encoder (Faceptor §3.4): tasks with their labels and losses, faces cut and varied together
 * with their annotations, batches made of a part of each data set, and the objective over all.
 */
package io.facet.training.finetune;
