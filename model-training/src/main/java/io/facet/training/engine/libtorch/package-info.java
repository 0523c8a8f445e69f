/**
 * The engine on libtorch itself, through JavaCPP: what DJL can't do is here, bfloat16 autocast, fused attention,
 * activation checkpointing, and gradients and rows shared among processes.
 */
package io.facet.training.engine.libtorch;
