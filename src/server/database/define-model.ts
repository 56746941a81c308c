import type { Model, ModelStatic, Sequelize } from "sequelize";

/**
 * Defines a model once for each connection, at its first use, so that models need no registration.
 * @param define calls `sequelize.define`
 */
export function modelOf<M extends Model>(
  define: (sequelize: Sequelize) => ModelStatic<M>,
): (database: { readonly sequelize: Sequelize }) => ModelStatic<M> {
  const models = new WeakMap<Sequelize, ModelStatic<M>>();
  return ({ sequelize }) => {
    const defined = models.get(sequelize);
    if (defined) return defined;
    const model = define(sequelize);
    models.set(sequelize, model);
    return model;
  };
}
